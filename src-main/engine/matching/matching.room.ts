import type { Legality } from '../../../shared/domain/assessment.ts';
import type { Protocol } from '../../../shared/domain/protocol.ts';
import type { EnginePorts } from '../../ports/engine-ports.ts';
import { errorKind } from '../../ports/log.ts';
import type { Assessments } from '../assessment/assessments.ts';
import type { CaseBook } from '../cases/case-book.ts';
import type { Cases } from '../cases/cases.ts';
import type { ListHits } from '../lists/list-hits.ts';
import type { ListsRoom } from '../lists/lists.room.ts';
import { matchingKernel } from '../lists/start-matching-index.ts';
import type { DutyClock } from '../people/duty-clock.ts';
import type { Blindness } from '../second-review/blindness.ts';
import type { Room } from '../session/room.ts';
import type { Session } from '../session/session.ts';
import type { Database } from '../storage/database.ts';
import { Failure } from '../storage/failure.ts';
import { CaseMatchStore } from './case-match.store.ts';
import { CaseMatcher } from './case-matcher.ts';
import { CaseMatching } from './case-matching.ts';
import { FeedbackReasonStore } from './feedback-reason.store.ts';
import { FeedbackReasons } from './feedback-reasons.ts';
import { FloodGuard } from './flood-guard.ts';
import { MatchCheck } from './match-check.ts';
import { MatchFeedback } from './match-feedback.ts';
import { MatchRunStore } from './match-run.store.ts';
import { MatchVerdictStore } from './match-verdict.store.ts';
import { MatchVerdicts } from './match-verdicts.ts';
import { MatchingStore } from './matching.store.ts';
import { Matching } from './matching.ts';
import { matchingApplies } from './matching-applies.ts';
import { QuarantineStore } from './quarantine.store.ts';
import { ShownMatches } from './shown-matches.ts';
import { SimilarCasesStore } from './similar-cases.store.ts';
import { SimilarCases } from './similar-cases.ts';

export interface MatchingRoomParts {
  session: Session;
  lists: ListsRoom;
  cases: Cases;
  book: CaseBook;
  blindness: Blindness;
  protocol: Protocol;
  duty: DutyClock;
  assessments: Assessments;
  ports: Pick<EnginePorts, 'matchingHome' | 'log'>;
}

export interface MatchingRoom {
  rowsMoved: () => void;
  hits: ListHits;
  /** Brings the refs stored in this room in line with `list_ref_moves`. */
  followRefs(): void;
  /** Tells which cases of this vault hold a value. */
  known: Matching;
  matching: CaseMatching;
  shown: ShownMatches;
  verdicts: MatchVerdicts;
  flood: FloodGuard;
  feedback: MatchFeedback;
  reasons: FeedbackReasons;
}

export function matchingRoom(db: Database, parts: MatchingRoomParts): Room<MatchingRoom> {
  const { lists, assessments, ports } = parts;
  const decidedAs = (caseId: string): Legality | null => assessments.lastOf(caseId)?.legality ?? null;
  // Without the kernel, no similar cases are found.
  const kernel = () => matchingKernel(ports.matchingHome);
  const failed = (error: unknown) => {
    if (db.isOpen) ports.log.note({ event: 'background-failed', room: 'matching', error: errorKind(error) });
  };
  const store = new CaseMatchStore(db);
  const runs = new MatchRunStore(db);
  const verdicts = new MatchVerdictStore(db);
  parts.book.onMerge((from, to) => verdicts.repoint(from, to));
  parts.book.onChanged((changed) => store.flag(changed));
  const quarantines = new QuarantineStore(db);
  const similar = new SimilarCases({ ...parts, kernel, store: new SimilarCasesStore(db) });
  const flood = new FloodGuard({ ...parts, store: quarantines });
  const matcher = new CaseMatcher({ ...parts, decidedAs, store, runs, lists: lists.matching, flood });
  const sortIndex = async () => {
    const leave = await lists.index.takeTurn();
    try {
      await lists.index.compact();
    } catch (error) {
      // If memory for sorting is short, every match is still found.
      if (!(error instanceof Failure) || error.failure.code !== 'CONFLICT') throw error;
    } finally {
      leave();
    }
  };
  const matching = new CaseMatching({ ...parts, store, runs, matcher, similar, sortIndex }, failed);
  return {
    api: {
      hits: store,
      followRefs: () => store.followRefs(),
      rowsMoved: () => matching.rowsMoved(),
      matching,
      known: new Matching({ ...parts, store: new MatchingStore(db) }),
      flood,
      shown: new ShownMatches({
        ...parts,
        store,
        runs,
        verdicts,
        similar,
        index: lists.index,
        details: lists.details,
      }),
      verdicts: new MatchVerdicts({ ...parts, matches: store, matcher }),
      feedback: new MatchFeedback({
        ...parts,
        verdicts,
        matches: store,
        lists: lists.lists,
        content: lists.content,
      }),
      reasons: new FeedbackReasons({
        ...parts,
        store: new FeedbackReasonStore(db),
        lists: lists.lists,
      }),
    },
    kinds: matchingApplies(verdicts, quarantines, store),
    checks: () => [new MatchCheck(verdicts, quarantines)],
    begin: {
      as: 'matching',
      work: async () => {
        matching.wake();
        await similar.load();
      },
    },
    stop: () => {
      matching.stop();
      similar.close();
    },
  };
}
