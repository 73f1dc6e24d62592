import type { Person } from '../../../shared/contract/vault.contract.ts';
import type { Legality } from '../../../shared/domain/assessment.ts';
import type { Protocol } from '../../../shared/domain/protocol.ts';
import type { Clock } from '../../ports/clock.ts';
import type { CaseBook } from '../cases/case-book.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { HashListRoom } from '../lists/hash-list-room.ts';
import type { DutyClock } from '../people/duty-clock.ts';
import type { Blindness } from '../second-review/blindness.ts';
import type { Announcer } from '../session/announcer.ts';
import type { CommandLog } from '../session/command-log.ts';
import type { Database } from '../storage/database.ts';
import { Failure } from '../storage/failure.ts';
import { CaseMatchStore } from './case-match.store.ts';
import { CaseMatcher } from './case-matcher.ts';
import { CaseMatching } from './case-matching.ts';
import { FeedbackReasonStore } from './feedback-reason.store.ts';
import { FeedbackReasons } from './feedback-reasons.ts';
import { FloodGuard } from './flood-guard.ts';
import { KinStore } from './kin.store.ts';
import { KinIndex } from './kin-index.ts';
import { MatchCheck } from './match-check.ts';
import { MatchFeedback } from './match-feedback.ts';
import { MatchRunStore } from './match-run.store.ts';
import { MatchVerdictStore } from './match-verdict.store.ts';
import { MatchVerdicts } from './match-verdicts.ts';
import { QuarantineStore } from './quarantine.store.ts';
import { ShownMatches } from './shown-matches.ts';

export interface CaseMatchingRoomParts {
  hashLists: HashListRoom;
  book: CaseBook;
  blindness: Blindness;
  protocol: Protocol;
  ledger: Ledger;
  commands: CommandLog;
  announcer: Announcer;
  clock: Clock;
  duty: DutyClock;
  newId: () => string;
  person: Person;
  /** How a case was decided last; null: it was not. */
  decidedAs: (caseId: string) => Legality | null;
  /** The kernel of the matching index, compiled; null where it was not built: cases have no kin then. */
  kernel: () => WebAssembly.Module | null;
  /** Told what fails while nobody waits for it. */
  failed: (error: unknown) => void;
}

/** Everything about cases and what lists know of them, put together over an open database. */
export interface CaseMatchingRoom {
  matching: CaseMatching;
  shown: ShownMatches;
  verdicts: MatchVerdicts;
  flood: FloodGuard;
  feedback: MatchFeedback;
  reasons: FeedbackReasons;
  check(): MatchCheck;
  /** Goes on where a lock or a crash came between. */
  begin(): Promise<void>;
  close(): void;
}

export function caseMatchingRoom(db: Database, parts: CaseMatchingRoomParts): CaseMatchingRoom {
  const { hashLists, failed } = parts;
  const store = new CaseMatchStore(db);
  const runs = new MatchRunStore(db);
  const verdicts = new MatchVerdictStore(db);
  parts.book.onMerge((from, to) => verdicts.repoint(from, to));
  parts.book.onChanged((id, hasPrints) => store.flag(id, hasPrints));
  const quarantines = new QuarantineStore(db);
  const kin = new KinIndex({ ...parts, store: new KinStore(db) });
  const flood = new FloodGuard({ ...parts, store: quarantines, matches: store });
  const matcher = new CaseMatcher({ ...parts, store, runs, lists: hashLists.matching, flood });
  const sortIndex = async () => {
    const leave = await hashLists.index.takeTurn();
    try {
      await hashLists.index.compact();
    } catch (error) {
      // Without memory for it everything is still found.
      if (!(error instanceof Failure) || error.failure.code !== 'CONFLICT') throw error;
    } finally {
      leave();
    }
  };
  const matching = new CaseMatching({ ...parts, store, runs, matcher, kin, sortIndex }, failed);
  return {
    matching,
    flood,
    shown: new ShownMatches({
      ...parts,
      store,
      runs,
      verdicts,
      kin,
      index: hashLists.index,
      details: hashLists.details,
    }),
    verdicts: new MatchVerdicts({ ...parts, store: verdicts, matches: store, matcher }),
    feedback: new MatchFeedback({
      ...parts,
      verdicts,
      matches: store,
      lists: hashLists.lists,
      content: hashLists.content,
    }),
    reasons: new FeedbackReasons({
      ...parts,
      store: new FeedbackReasonStore(db),
      lists: hashLists.lists,
    }),
    check: () => new MatchCheck(verdicts, quarantines),
    begin: async () => {
      matching.wake();
      await kin.load();
    },
    close: () => {
      matching.stop();
      kin.close();
    },
  };
}
