import type { ReferralSummary } from '../../../shared/contract/review.contract.ts';
import type { Waiting } from '../../../shared/contract/vault.contract.ts';
import type { ReferralState } from '../../../shared/domain/referral.ts';

/** A referral as an assessment orders it. */
export interface QueuedNow {
  caseId: string;
  assessmentId: string;
  queuedAt: string;
  heldUntil: string | null;
  idempotencyKey: string;
  /** Canonical JSON, never changed: it says the rest. */
  body: string;
  /** Its assessment does not stand, because another was made at once. */
  isVoid: boolean;
  /** The place of its decision's entry. */
  position: number;
}

export interface ReferralFilter {
  state?: ReferralState | undefined;
  after?: string | undefined;
}

/** The referrals, as other rooms look them up and withdraw them. */
export interface Referrals {
  ofCase(caseId: string): ReferralSummary[];
  find(id: string): ReferralSummary | null;
  /**
   * Newest first.
   * @param hidden cases whose referrals are left out, and not counted
   */
  list(
    filter: ReferralFilter,
    limit: number,
    hidden: ReadonlySet<string>,
  ): { total: number; referrals: ReferralSummary[] };
  /** Referrals of an assessment, in the order in which they were queued. */
  idsOf(caseId: string, assessmentId: string): string[];
  /** Referrals of an assessment that stand, or will stand, at their desks: without those refused or taken back. */
  standingOf(caseId: string, assessmentId: string): { id: string; destination: string }[];
  /**
   * Referrals of a case that stand, or will stand, at their desks: for each desk the last one that no retraction
   * withdrew.
   */
  standingOfCase(caseId: string): { id: string; destination: string }[];
  /** For each desk the last referral of a case, whatever became of it. */
  lastOfCase(caseId: string): ReadonlyMap<string, string>;
  /** Queues a referral with its frozen body. */
  queue(referral: QueuedNow): void;
  /** Whether none of an assessment's referrals has begun to be sent, so that it can be taken back. */
  canWithdraw(caseId: string, assessmentId: string): boolean;
  /** Withdraws the referrals of an assessment, none of which has begun to be sent. */
  withdraw(caseId: string, assessmentId: string): void;
  /** Queues the referrals of an assessment that was made beside another, and stands now. */
  letGo(caseId: string, assessmentId: string): void;
  isWithdrawn(id: string): boolean;
  /** The parts of a queued referral that never change. */
  frozen(id: string): { destination: string; body: string } | null;
  count(): number;
  /** Those that are still to be sent; null where there are none. */
  waiting(): Waiting | null;
  countWithdrawn(): number;
}
