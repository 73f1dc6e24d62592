import type { ReferralKind } from './referral.ts';

/** What a referral is about, whoever decides it and with which words. */
export interface ReferralMatter {
  case: string;
  destination: string;
  purpose: ReferralKind;
  /** The referral that it amends or retracts. */
  inReplyTo: string | null;
  /** The last referral of the case to this destination, whatever became of it; null for the first one. */
  after: string | null;
}

/**
 * The text whose SHA-256 is the idempotency key of a referral. Of two decisions on one case, neither of which had seen
 * the other, both would send the same matter: the desk accepts the first and refuses the second.
 */
export const matterText = ({ case: id, destination, purpose, inReplyTo, after }: ReferralMatter): string =>
  ['hashline-matter/1', id, destination, purpose, inReplyTo ?? '', after ?? ''].join('\n');
