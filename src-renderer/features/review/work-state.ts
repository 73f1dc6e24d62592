import type { StoreApi } from 'zustand/vanilla';
import type { CaseDetail } from '../../../shared/contract/review.contract.ts';
import type { AssignmentReason } from '../../../shared/domain/assignment.ts';
import type { SubjectKind } from '../../../shared/domain/case.ts';
import type { CaseId, PersonId, ReportId } from '../../../shared/domain/ids.ts';
import type { Failure } from '../../transport/failure.ts';
import type { HeldDecision, withHeld } from './held-decision.ts';
import type { Judgement, Missing } from './judgement.ts';
import type { Change } from './judgement-change.ts';

/** What was last done, for the line above the form. */
export type Outcome =
  | { kind: 'recorded' | 'taken-back'; case: CaseId; subject: string; caseKind: SubjectKind }
  | {
      kind: 'refused' | 'not-taken-back';
      case: CaseId;
      subject: string;
      caseKind: SubjectKind;
      failure: Failure;
    };

/** The case in work and the assessment being made of it. */
export interface WorkState extends ShowingActs, JudgingActs, DecidingActs, TakingBackActs, HandingActs {
  detail: CaseDetail | null;
  judgement: Judgement | null;
  history: readonly Judgement[];
  /** The last change came by typing; more typing joins it. */
  typing: boolean;
  restored: boolean;
  missing: readonly Missing[];
  pending: number;
  outcome: Outcome | null;
  /** Decisions of this page that can still be taken back, the newest last. */
  held: readonly HeldDecision[];
  /** The decision of the open case is being corrected, and why. */
  correcting: { reason: string } | null;
  failure: Failure | null;
  /** The case that was asked for and must not be shown yet. */
  withheld: CaseId | null;
}

export interface ShowingActs {
  /** Shows a case; `claim` also takes it into work. */
  open: (id: CaseId, claim?: boolean) => Promise<void>;
  /** Does something about the case that was asked for, once it is the one shown. */
  ask: (act: (id: CaseId) => void) => void;
  step: (steps: 1 | -1) => Promise<void>;
  claim: () => Promise<void>;
  resume: () => Promise<void>;
  /** What was sent or came back changed: reads the open case anew and empties the shelf. */
  refresh: () => Promise<void>;
  /** The list was chosen anew: a case that is not in it makes room for the first that is. */
  follow: () => Promise<void>;
  /** Asks for the words of a report, which leaves a ledger entry. @returns null where they cannot be had */
  reveal: (report: ReportId) => Promise<string | null>;
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
  /** Puts away what was said of a case that is not the open one. */
  dismiss: () => void;
}

export interface TakingBackActs {
  /** Keeps in mind what was recorded and can be taken back, the last of it first; `heldUntil` null where it cannot. */
  hold: (decisions: Parameters<typeof withHeld>[1]) => void;
  /** Takes a held decision back, the newest unless said, and shows its case again with what was judged. */
  takeBack: (decision?: HeldDecision | null) => Promise<void>;
  /** Begins to correct the decision of the open case. */
  startCorrection: () => void;
  cancelCorrection: () => void;
  writeReason: (reason: string) => void;
  /** Records the correction; does nothing while something is missing. */
  correct: () => Promise<void>;
}

export interface HandingActs {
  /** Gives the open case to somebody; `to` null takes it from whoever has it. */
  hand: (act: { to: PersonId | null; reason: AssignmentReason; words: string }) => Promise<void>;
}

export type WorkStore = StoreApi<WorkState>;
