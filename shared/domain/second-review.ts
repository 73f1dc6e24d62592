import { z } from 'zod';
import { labelsText } from './assessed-labels.ts';
import type { Assessment } from './assessment.ts';
import type { Route } from './routing.ts';

/** A calendar month in UTC; one seed draws the assessments of a period. */
export const SamplingPeriod = z
  .string()
  .regex(/^\d{4}-(0[1-9]|1[0-2])$/)
  .brand<'SamplingPeriod'>();
export type SamplingPeriod = z.infer<typeof SamplingPeriod>;

export const periodAt = (ms: number): SamplingPeriod =>
  SamplingPeriod.parse(new Date(ms).toISOString().slice(0, 7));

export const monthAfter = (period: SamplingPeriod): SamplingPeriod => {
  const [year, month] = period.split('-').map(Number) as [number, number];
  return periodAt(Date.UTC(year, month));
};

/** The period to open in a month. A period is opened once, whatever the clock says, because its seed may be known. */
export function nextPeriod(month: SamplingPeriod, known: readonly SamplingPeriod[]): SamplingPeriod {
  const taken = new Set(known);
  let next = month;
  while (taken.has(next)) next = monthAfter(next);
  return next;
}

/**
 * Whether the open period has ended. It may be ahead of the month, where the clock was set back or a period ended early;
 * one that only a jump of the clock opened would otherwise go on, with its seed undisclosed, until its month comes.
 */
export function isPeriodOver(
  open: SamplingPeriod,
  month: SamplingPeriod,
  known: readonly SamplingPeriod[],
): boolean {
  if (open < month) return true;
  return open > monthAfter(monthAfter(month)) && nextPeriod(month, known) < open;
}

/**
 * The rate of an assessment that replaces another. No correction takes a decision out of the sample: what replaces a
 * drawn one is drawn. One that is replaced or taken back before its draw is not drawn any more; what replaces it is drawn
 * at the higher of both rates, so that nobody lowers theirs by correcting.
 */
export const rateInPlaceOf = (
  replaced: { isDrawn: boolean; undrawnAt: number | null },
  own: number,
): number => (replaced.isDrawn ? 1 : Math.max(own, replaced.undrawnAt ?? 0));

/**
 * The position of an assessment in [0, 1): the first 48 bits of SHA-256(seed || id). It is drawn if that is below its
 * rate. No one can predict it while the seed is secret, and anyone can repeat it once the seed is published.
 */
export function drawPosition(
  seed: Uint8Array,
  assessment: string,
  sha256: (bytes: Uint8Array) => Uint8Array,
): number {
  const bytes = new Uint8Array(seed.length + assessment.length);
  bytes.set(seed);
  // An id is ASCII.
  for (let at = 0; at < assessment.length; at++) bytes[seed.length + at] = assessment.charCodeAt(at);
  const digest = sha256(bytes);
  return digest.subarray(0, 6).reduce((position, byte) => position * 256 + byte, 0) / 2 ** 48;
}

/**
 * The attributes of a case that two people may state, in the order in which they are shown. Only the first three decide
 * whether they agree.
 */
export const ReviewedAttribute = z.enum([
  'legality',
  'category',
  'classification',
  'hosting',
  'age',
  'gender',
  'virtual',
  'selfGenerated',
  'modelling',
  'siteType',
  'commerciality',
  'labels',
]);
export type ReviewedAttribute = z.infer<typeof ReviewedAttribute>;

/** A judgement and its route. */
export interface Decided {
  judgement: Assessment;
  route: Pick<Route, 'category'>;
}

/** One attribute as text from each person; null where one did not state it. */
export const Comparison = z.object({
  attribute: ReviewedAttribute,
  first: z.string().nullable(),
  second: z.string().nullable(),
});
export type Comparison = z.infer<typeof Comparison>;

/** Both people's statements on every attribute that at least one of them states. */
export function compareDecisions(first: Decided, second: Decided): Comparison[] {
  return ReviewedAttribute.options
    .map((attribute) => ({ attribute, first: saidOf(first, attribute), second: saidOf(second, attribute) }))
    .filter(({ first: one, second: other }) => one !== null || other !== null);
}

/** The parts in which two decisions must be equal to agree, as one text: the first three attributes. */
export const decisionText = ({
  judgement,
  route,
}: {
  judgement: { legality: string; classification?: string | undefined };
  route: { category: string };
}): string => `${judgement.legality} ${judgement.classification ?? '-'} ${route.category}`;

/** Whether two decisions agree; their other attributes may differ. */
export const agree = (first: Decided, second: Decided): boolean =>
  decisionText(first) === decisionText(second);

function saidOf({ judgement, route }: Decided, attribute: ReviewedAttribute): string | null {
  if (attribute === 'category') return route.category;
  if (attribute === 'hosting') return judgement.hosting.country;
  if (attribute === 'labels') return judgement.labels ? labelsText(judgement.labels) : null;
  const said = judgement[attribute];
  return said === undefined ? null : String(said);
}
