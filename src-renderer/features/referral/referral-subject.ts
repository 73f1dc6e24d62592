import type { ReferralSummary } from '../../../shared/contract/review.contract.ts';
import { defang } from '../../../shared/domain/url.ts';

/** What a referral is about, in one line that nobody can follow. */
export const referralSubject = ({ kind, subject }: ReferralSummary): string =>
  kind === 'url' ? defang(subject) : subject;
