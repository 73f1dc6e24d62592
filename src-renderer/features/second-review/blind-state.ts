import type { StoreApi } from 'zustand/vanilla';
import type { BlindCase } from '../../../shared/contract/second-review.contract.ts';
import type { SecondReviewId } from '../../../shared/domain/ids.ts';
import type { Failure } from '../../transport/failure.ts';
import type { Change, Editing } from '../review/index.ts';
import type { ReportsOfOpen } from './reports-of-open.ts';

/** The result of the last submitted judgement. It never says whether both agree. */
export type BlindNews = Pick<BlindCase, 'review' | 'kind' | 'subject'> &
  ({ outcome: 'recorded' } | { outcome: 'refused'; failure: Failure });

/** Cases that wait for this person as their second reviewer, and the one being judged. */
export interface BlindState extends ReportsOfOpen {
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
}

export type BlindStore = StoreApi<BlindState>;
