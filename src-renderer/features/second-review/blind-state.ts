import type { StoreApi } from 'zustand/vanilla';
import type { Sighting } from '../../../shared/contract/review.contract.ts';
import type { BlindCase } from '../../../shared/contract/second-review.contract.ts';
import type { ReportId, SecondReviewId } from '../../../shared/domain/ids.ts';
import type { Failure } from '../../transport/failure.ts';
import type { Change, Editing } from '../review/index.ts';

/** The result of the last submitted judgement. It never says whether both agree. */
export type BlindNews = Pick<BlindCase, 'review' | 'kind' | 'subject'> &
  ({ outcome: 'recorded' } | { outcome: 'refused'; failure: Failure });

/** Cases that wait for this person as their second reviewer, and the one being judged. */
export interface BlindState {
  cases: readonly BlindCase[];
  total: number;
  /** The list was read at least once. */
  ready: boolean;
  open: BlindCase | null;
  editing: Editing | null;
  begun: ReadonlySet<SecondReviewId>;
  /** Judgements on their way to the ledger. */
  sending: number;
  news: BlindNews | null;
  failure: Failure | null;
  load: () => Promise<void>;
  choose: (review: SecondReviewId) => void;
  step: (steps: 1 | -1) => void;
  change: (change: Change) => void;
  undo: () => void;
  clear: () => void;
  /** Records the judgement and goes on; does nothing while something is missing. */
  submit: () => Promise<void>;
  /**
   * Reads the narrative of a report, which leaves a ledger entry.
   * @returns null where that fails
   */
  reveal: (report: ReportId) => Promise<string | null>;
  /** Reads the sightings of the open case before one that is known; null where that fails. */
  readOn: (before: number) => Promise<readonly Sighting[] | null>;
}

export type BlindStore = StoreApi<BlindState>;
