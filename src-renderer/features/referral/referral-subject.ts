import type { ReferralSummary } from '../../../shared/contract/review.contract.ts';
import { defangSubject } from '../../../shared/domain/subject.ts';

/**
 * The subject of a referral in one line, never as a link.
 * @param withheld the text for a subject that the person must not see yet
 */
export const referralSubject = ({ kind, subject }: ReferralSummary, withheld: string): string =>
  subject === null ? withheld : defangSubject(kind, subject);
