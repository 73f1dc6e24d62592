import { z } from 'zod';
import { CountryCode } from './country.ts';
import type { ReferralId } from './ids.ts';
import { PersonId } from './ids.ts';
import { Instant } from './report.ts';

/**
 * The status of the material of a referral, as its desk reports it, in the order of the protocol: the magistrate's
 * verbal approval, the provider, the material out of reach, the written order, the material removed. The last three
 * words say how the material was found.
 */
export const TakedownStatus = z.enum([
  'acknowledged',
  'verbal-approval',
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
  /** The country to which it moved, with `moved`. */
  country: CountryCode.optional(),
});
export type TakedownEvent = z.infer<typeof TakedownEvent>;

/** Who told a step to the workstation: a desk in a report it signed, or a partner that signs nothing. */
export const TakedownTeller = z.enum(['desk', 'iccam']);
export type TakedownTeller = z.infer<typeof TakedownTeller>;

/** How a person learnt of a step that no desk reported in a signed statement. */
export const TakedownSource = z.enum(['phone', 'mail', 'letter', 'meeting', 'other']);
export type TakedownSource = z.infer<typeof TakedownSource>;

/** A step as it is known: who said so, and since when. */
export const TakedownStep = TakedownEvent.extend({
  /** When it was recorded here, which may be long after it happened. */
  recordedAt: Instant,
  /** `desk` for its signed report, a partner for its unsigned statement; otherwise how the person who typed it learnt of it. */
  source: z.enum([...TakedownTeller.options, ...TakedownSource.options]),
  /** The person who typed it; null for a report or a statement. */
  by: PersonId.nullable(),
  /** The person's own words, which stay in the vault. Empty where no person typed it, or they were erased. */
  note: z.string(),
});
export type TakedownStep = z.infer<typeof TakedownStep>;

/** How a step does not go with what was known before. */
export type StepConflict =
  /** Its desk was further before, by the dates of the steps: the provider contacted after the removal. */
  | { readonly kind: 'backward'; readonly from: TakedownStatus }
  /** One says that the material is not illegal, the other took a step that presumes that it is. */
  | { readonly kind: 'contradicts'; readonly from: TakedownStatus };

/** A step of a case in the order in which steps happened. */
export interface PlacedStep<Step> {
  readonly step: Step;
  readonly conflict: StepConflict | null;
}

type Dated = Pick<TakedownStep, 'status' | 'at' | 'recordedAt'> & { readonly referral: ReferralId | string };

/** The measures that follow one another. */
const MEASURES: readonly TakedownStatus[] = [
  'acknowledged',
  'verbal-approval',
  'provider-contacted',
  'temporarily-inaccessible',
  'written-order',
  'permanently-removed',
];
/** The measures that presume illegal material. */
const ORDERED: readonly TakedownStatus[] = [
  'verbal-approval',
  'temporarily-inaccessible',
  'written-order',
  'permanently-removed',
];
/** The steps since which the material cannot be reached where it was. */
const GONE: readonly TakedownStatus[] = ['temporarily-inaccessible', 'permanently-removed', 'unavailable'];
/** The steps after which no news is awaited. */
const LAST: readonly TakedownStatus[] = ['permanently-removed', 'unavailable', 'moved', 'not-illegal'];

/**
 * All steps of a case in the order in which they happened, each with what it contradicts. None is left out and none is
 * corrected: a desk may be wrong, be late, or change its mind. Going backward is judged for each referral by itself,
 * because two desks work apart; a contradiction counts between desks too.
 */
export function takedownCourse<Step extends Dated>(steps: readonly Step[]): PlacedStep<Step>[] {
  const ordered = steps.toSorted(inTime);
  return ordered.map((step, index) => ({ step, conflict: conflictOf(step, ordered.slice(0, index)) }));
}

/** Steps of one instant stand in the order of the protocol, so that they do not contradict each other. */
const inTime = (a: Dated, b: Dated): number =>
  Date.parse(a.at) - Date.parse(b.at) ||
  rankOf(a.status) - rankOf(b.status) ||
  Date.parse(a.recordedAt) - Date.parse(b.recordedAt) ||
  (a.referral < b.referral ? -1 : Number(a.referral > b.referral));

const rankOf = (status: TakedownStatus): number => TakedownStatus.options.indexOf(status);

function conflictOf(step: Dated, before: readonly Dated[]): StepConflict | null {
  const against = before.findLast(({ status }) =>
    step.status === 'not-illegal'
      ? ORDERED.includes(status)
      : status === 'not-illegal' && ORDERED.includes(step.status),
  );
  if (against !== undefined) return { kind: 'contradicts', from: against.status };
  const own = before.filter(({ referral, status }) => referral === step.referral && isMeasure(status));
  const furthest = own.toSorted((a, b) => rankOf(a.status) - rankOf(b.status)).at(-1);
  if (furthest === undefined || !isMeasure(step.status) || rankOf(step.status) >= rankOf(furthest.status))
    return null;
  // The written order follows a material that is out of reach, and must follow also where it is removed already.
  return step.status === 'written-order' ? null : { kind: 'backward', from: furthest.status };
}

const isMeasure = (status: TakedownStatus): boolean => MEASURES.includes(status);

/**
 * Since when the material cannot be reached: the earliest such step after it last moved, or null. It says what the
 * desks and people stated; Hashline contacts no site.
 */
export function goneSince(steps: readonly Pick<TakedownEvent, 'status' | 'at'>[]): string | null {
  const moved = Math.max(
    ...steps.filter(({ status }) => status === 'moved').map(({ at }) => Date.parse(at)),
    -Infinity,
  );
  const gone = steps.filter(({ status, at }) => GONE.includes(status) && Date.parse(at) > moved);
  return gone.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at))[0]?.at ?? null;
}

/** Whether a referral's last step, in the order of time, awaits no further news. */
export function isSettled(steps: readonly Dated[]): boolean {
  const last = steps.toSorted(inTime).at(-1);
  return last !== undefined && LAST.includes(last.status);
}

/**
 * When a person should ask again what became of a delivered referral; null where nothing is awaited. Every statement
 * starts the days anew, also one that repeats what was known.
 */
export function recheckDueAt(
  { deliveredAt, steps }: { deliveredAt: string | null; steps: readonly (Dated & { recordedAt: string })[] },
  recheckDays: number,
): string | null {
  if (deliveredAt === null || isSettled(steps)) return null;
  const heardMs = Math.max(Date.parse(deliveredAt), ...steps.map(({ recordedAt }) => Date.parse(recordedAt)));
  return new Date(heardMs + recheckDays * DAY_MS).toISOString();
}

/** Whole days from receipt to removal, in the buckets of the yearly figures. */
export const DayBucket = z.enum(['0', '1', '2', '3', '4-5', '6+']);
export type DayBucket = z.infer<typeof DayBucket>;

/** @param spanMs from the receipt to what is counted; a negative span, of a report dated late, counts as the same day */
export function dayBucket(spanMs: number): DayBucket {
  const days = Math.floor(spanMs / DAY_MS);
  if (days < 1) return '0';
  if (days <= 3) return DayBucket.parse(String(days));
  return days <= 5 ? '4-5' : '6+';
}

const DAY_MS = 86_400_000;
