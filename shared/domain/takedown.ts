import { z } from 'zod';
import { CountryCode } from './country.ts';
import { Instant } from './report.ts';

/** What the world did about a referral (domain.md, Takedown). */
export const TakedownStatus = z.enum([
  'acknowledged',
  'provider-contacted',
  'temporarily-inaccessible',
  'written-order',
  'permanently-removed',
  'unavailable',
  'moved',
  'not-illegal',
]);
export type TakedownStatus = z.infer<typeof TakedownStatus>;

export const TakedownEvent = z.strictObject({
  status: TakedownStatus,
  at: Instant,
  /** Where it moved to, with `moved`. */
  country: CountryCode.optional(),
});
export type TakedownEvent = z.infer<typeof TakedownEvent>;
