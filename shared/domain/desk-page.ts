import { z } from 'zod';
import { CountryCode } from './country.ts';
import { Digest, ReferralBody } from './referral.ts';
import { Instant } from './report.ts';
import { TakedownEvent, TakedownStatus } from './takedown.ts';

/** A referral as an officer of the receiving desk sees it. */
export const DeskReferral = z.object({
  /** The desk's own file number. */
  reference: z.string(),
  receivedAt: Instant,
  bodySha256: Digest,
  body: ReferralBody,
  /** Oldest first. */
  steps: z.array(TakedownEvent),
  /** Lines of the desk's file that cannot be read; the steps in them are told to nobody. */
  damagedLines: z.int(),
});
export type DeskReferral = z.infer<typeof DeskReferral>;

/** What the desk's page shows. */
export const DeskInbox = z.object({
  /** The desk's name in its receipts. */
  name: z.string(),
  /** The officer, as their certificate names them. */
  officer: z.string(),
  total: z.int(),
  /** The newest first; at most `MOST_AT_DESK`. */
  referrals: z.array(DeskReferral),
});
export type DeskInbox = z.infer<typeof DeskInbox>;

/** Referrals that the desk's page shows; older ones are counted. */
export const MOST_AT_DESK = 200;

/** A step that an officer records. `at`: when it was done; not in the future. */
export const DeskStep = z
  .strictObject({ status: TakedownStatus, at: Instant, country: CountryCode.optional() })
  .refine(({ status, country }) => (status === 'moved') === (country !== undefined));
export type DeskStep = z.infer<typeof DeskStep>;
