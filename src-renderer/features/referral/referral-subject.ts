import type { ReferralSummary } from '../../../shared/contract/review.contract.ts';
import { defangSubject } from '../../../shared/domain/subject.ts';

/**
 * What a referral is about, in one line that nobody can follow.
 * @param withheld what stands in place of a subject the person must not see yet
 */
export const referralSubject = ({ kind, subject }: ReferralSummary, withheld: string): string =>
  subject === null ? withheld : defangSubject(kind, subject);
