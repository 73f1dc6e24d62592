import type { ReferralSummary } from '../../../shared/contract/review.contract.ts';
import type { DeliveryTrouble } from '../../../shared/domain/delivery-trouble.ts';
import { recordedReason } from '../../engine/referral/recorded-reason.ts';

/** A referral as the terminal and its answers in JSON show it: with its troubles as sentences. */
export type ToldReferral = Omit<ReferralSummary, 'reason' | 'reportProblem'> & {
  reason: string | null;
  reportProblem: string | null;
};

export const toldReferral = (referral: ReferralSummary): ToldReferral => ({
  ...referral,
  reason: told(referral.reason),
  reportProblem: told(referral.reportProblem),
});

const told = (trouble: DeliveryTrouble | null): string | null =>
  trouble === null ? null : recordedReason(trouble);
