import { z } from 'zod';
import { CountryCode } from './country.ts';
import { Instant } from './report.ts';

/** The status of the material of a referral, as its desk reports it. */
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

/** Who told it: a desk in a report it signed, or a partner that signs nothing. */
export const TakedownTeller = z.enum(['desk', 'iccam']);
export type TakedownTeller = z.infer<typeof TakedownTeller>;

export const TakedownEvent = z.strictObject({
  status: TakedownStatus,
  at: Instant,
  /** The country to which it moved, with `moved`. */
  country: CountryCode.optional(),
});
export type TakedownEvent = z.infer<typeof TakedownEvent>;

/** Statuses after which a desk has nothing more to do. */
const FINAL: ReadonlySet<TakedownStatus> = new Set([
  'permanently-removed',
  'unavailable',
  'moved',
  'not-illegal',
]);

/** Whether the takedown of a referral is over, by the events its desk told, in their order. */
export function isTakedownOver(events: readonly TakedownEvent[]): boolean {
  const last = events.at(-1);
  return last !== undefined && FINAL.has(last.status);
}
