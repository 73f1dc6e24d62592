import type { ReferralSummary } from '../../../shared/contract/review.contract.ts';
import type { ReferralState } from '../../../shared/domain/referral.ts';

export interface ReferralFilter {
  state?: ReferralState | undefined;
  after?: string | undefined;
}

/** What was referred, as other rooms look it up and take it back. */
export interface Referrals {
  ofCase(caseId: string): ReferralSummary[];
  find(id: string): ReferralSummary | null;
  /** Newest first. @param hidden cases whose referrals are left out, and not counted */
  list(
    filter: ReferralFilter,
    limit: number,
    hidden: ReadonlySet<string>,
  ): { total: number; referrals: ReferralSummary[] };
  /** Those of an assessment, in the order they were queued. */
  idsOf(assessmentId: string): string[];
  /** What stands at the desks, or will, because of an assessment. What a desk refused or was taken back does not. */
  standingOf(assessmentId: string): { id: string; destination: string }[];
  /** What the desks have of a case, or will: at each the last that was not withdrawn by a retraction. */
  standingOfCase(caseId: string): { id: string; destination: string }[];
  /** The referrals of an assessment never go. @returns whether none of them has begun to */
  withdraw(assessmentId: string): boolean;
  isWithdrawn(id: string): boolean;
  /** What was queued and can never change. */
  frozen(id: string): { destination: string; body: string } | null;
  count(): number;
  countWithdrawn(): number;
}
