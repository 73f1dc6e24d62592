import type { StoreApi } from 'zustand/vanilla';
import type { CaseDetail, Sighting } from '../../../shared/contract/review.contract.ts';
import type { AssignmentReason } from '../../../shared/domain/assignment.ts';
import type { SubjectKind } from '../../../shared/domain/case.ts';
import type { CaseId, PersonId, ReportId } from '../../../shared/domain/ids.ts';
import type { Failure } from '../../transport/failure.ts';
import type { DraftWriter } from './drafts.ts';
import type { HeldDecision, withHeld } from './held-decision.ts';
import type { Judgement, Missing } from './judgement.ts';
import type { Change } from './judgement-change.ts';

/** The result of the last act, for the line above the form. */
export type Outcome =
  | { kind: 'recorded' | 'taken-back'; case: CaseId; subject: string; caseKind: SubjectKind }
  | {
      kind: 'refused' | 'not-taken-back';
      case: CaseId;
      subject: string;
      caseKind: SubjectKind;
      failure: Failure;
    };

/** The open case and its assessment. */
export interface WorkState
  extends ShowingActs,
    JudgingActs,
    DecidingActs,
    TakingBackActs,
    HandingActs,
    SkippingActs {
  detail: CaseDetail | null;
  judgement: Judgement | null;
  history: readonly Judgement[];
  /** The last change was typed; further typing joins it as one undo step. */
  typing: boolean;
  restored: boolean;
  /** Who left the draft that the form was restored from; null where this session did. */
  draftWriter: DraftWriter | null;
  missing: readonly Missing[];
  pending: number;
  outcome: Outcome | null;
  /** Decisions of this page that can still be taken back, newest last. */
  held: readonly HeldDecision[];
  /** Set while the decision of the open case is being corrected, with the reason. */
  correcting: { reason: string } | null;
  failure: Failure | null;
  /** Who works at the open case at another seat now, as an attempt to begin with it found. */
  heldElsewhere: string | null;
  /** The case that was asked for but must not be shown yet. */
  withheld: CaseId | null;
}

export interface ShowingActs {
  /** Shows a case; `claim` also claims it. */
  open: (id: CaseId, claim?: boolean) => Promise<void>;
  /** Runs an action on the case that was asked for, once it is shown. */
  ask: (act: (id: CaseId) => void) => void;
  /** The case that was asked for, which may still be loading; null where there is none. */
  asked: () => CaseId | null;
  step: (steps: 1 | -1) => Promise<void>;
  /** Shows the case the person decided last; from a case they decided, the one they decided before it. */
  back: () => Promise<void>;
  claim: () => Promise<void>;
  /** Keeps the open case from the other seats; asked again and again while it is open. */
  stay: () => Promise<void>;
  resume: () => Promise<void>;
  /** Reads the open case again and empties the shelf, because a referral or its answer changed. */
  refresh: () => Promise<void>;
  /** Another list was chosen: an open case that is not on it is replaced by the first that is. */
  follow: () => Promise<void>;
  /**
   * Reads the narrative of a report, which leaves a ledger entry.
   * @returns null where that fails
   */
  reveal: (report: ReportId) => Promise<string | null>;
  /** Reads the sightings of the open case before one that is known; null where that fails. */
  readOn: (before: number) => Promise<readonly Sighting[] | null>;
}

export interface JudgingActs {
  change: (change: Change) => void;
  undo: () => void;
  clear: () => void;
  flush: () => Promise<void>;
}

export interface DecidingActs {
  /** Records the decision and goes on; does nothing while something is missing. */
  submit: () => Promise<void>;
  replay: () => Promise<void>;
  /** Dismisses the message about a case that is not the open one. */
  dismiss: () => void;
}

export interface TakingBackActs {
  /** Adds decisions that can be taken back, the last one first; `heldUntil` is null where that is not possible. */
  hold: (decisions: Parameters<typeof withHeld>[1]) => void;
  /** Takes a decision back, the newest unless one is given, and shows its case again with the judgement. */
  takeBack: (decision?: HeldDecision | null) => Promise<void>;
  /** Begins to correct the decision of the open case. */
  startCorrection: () => void;
  cancelCorrection: () => void;
  writeReason: (reason: string) => void;
  /** Records the correction; does nothing while something is missing. */
  correct: () => Promise<void>;
}

export interface HandingActs {
  /** Hands the open case to a person; with `to` null it is released from the person who has it. */
  hand: (act: { to: PersonId | null; reason: AssignmentReason; words: string }) => Promise<void>;
}

export interface SkippingActs {
  /** Leaves the open case undecided and goes on; it comes again only once nothing else is left, or when it is chosen. */
  skip: () => Promise<void>;
}

export type WorkStore = StoreApi<WorkState>;
