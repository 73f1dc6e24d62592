import type { ReferralSummary } from '../../../shared/contract/review.contract.ts';
import type { ReferralState } from '../../../shared/domain/referral.ts';

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
  idsOf(assessmentId: string): string[];
  /** Referrals of an assessment that stand, or will stand, at their desks: without those refused or taken back. */
  standingOf(assessmentId: string): { id: string; destination: string }[];
  /**
   * Referrals of a case that stand, or will stand, at their desks: for each desk the last one that no retraction
   * withdrew.
   */
  standingOfCase(caseId: string): { id: string; destination: string }[];
  /**
   * Withdraws the referrals of an assessment, unless one of them has begun to be sent.
   * @returns whether they were withdrawn
   */
  withdraw(assessmentId: string): boolean;
  isWithdrawn(id: string): boolean;
  /** The parts of a queued referral that never change. */
  frozen(id: string): { destination: string; body: string } | null;
  count(): number;
  countWithdrawn(): number;
}
