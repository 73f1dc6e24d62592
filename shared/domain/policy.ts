import { z } from 'zod';
import { Classification, Legality } from './assessment.ts';
import { CountryCode } from './country.ts';
import { DestinationId } from './ids.ts';
import { Channel } from './report.ts';

/** Where a country stands, seen from the hotline: its own, an INHOPE member, one to confirm, neither, or not known. */
export const HostingZone = z.enum(['own', 'inhope', 'confirm', 'other', 'unknown']);
export type HostingZone = z.infer<typeof HostingZone>;

/** What a category does with a case. */
export const RouteOutcome = z.enum(['refer', 'close', 'hold', 'escalate']);
export type RouteOutcome = z.infer<typeof RouteOutcome>;

const Words = z.object({ en: z.string().min(1) }).catchall(z.string().min(1));

/** One row of the protocol: when it applies and what then happens. The first row that applies wins. */
export const PolicyCategory = z.strictObject({
  code: z.string().regex(/^[a-z0-9-]{1,16}$/),
  name: Words,
  when: z.strictObject({
    legality: z.array(Legality).min(1),
    hosting: z.array(HostingZone).min(1).optional(),
    classification: z.array(Classification).min(1).optional(),
  }),
  outcome: RouteOutcome,
  destinations: z.array(DestinationId).default([]),
  /** Hours from receipt until the referral must have left; null: no deadline. */
  deadlineHours: z.number().positive().nullable(),
  /** A sentence shown beside the route. */
  because: Words,
});
export type PolicyCategory = z.infer<typeof PolicyCategory>;

/** Points of the explainable priority sum (domain.md, Priority). */
export const PriorityWeights = z.strictObject({
  possibleNewVictim: z.number().int(),
  severalSightings: z.number().int(),
  domesticHosting: z.number().int(),
  deadlineNear: z.number().int(),
  trustedSource: z.number().int(),
  knownBaseline: z.number().int(),
});
export type PriorityWeights = z.infer<typeof PriorityWeights>;

/** A hotline's protocol as data. Every assessment stores the id and version it was routed by. */
export const Policy = z
  .strictObject({
    format: z.literal('hashline-policy/1'),
    id: z.string().regex(/^[a-z0-9-]{1,40}$/),
    version: z.number().int().positive(),
    name: Words,
    jurisdiction: CountryCode,
    source: z.string(),
    categories: z.array(PolicyCategory).min(1),
    review: z.strictObject({
      /** Hours from receipt until a case should have been assessed. */
      deadlineHours: z.number().positive(),
      /** A deadline nearer than this raises the priority. */
      nearHours: z.number().positive(),
      secondReviewRate: z.strictObject({
        illegal: z.number().min(0).max(1),
        legal: z.number().min(0).max(1),
        undetermined: z.number().min(0).max(1),
      }),
    }),
    trustedChannels: z.array(Channel),
    priority: PriorityWeights,
    session: z.strictObject({
      idleLockMinutes: z.number().int().min(1).max(15),
      dutyMinutesPerDay: z.number().int().positive(),
    }),
    courier: z.strictObject({
      /** Attempts before a referral is parked for a person to look at. */
      maxAttempts: z.number().int().positive(),
      baseDelayMs: z.number().int().positive(),
      maxDelayMs: z.number().int().positive(),
      timeoutMs: z.number().int().positive(),
    }),
  })
  .superRefine((policy, context) => {
    for (const gap of policyGaps(policy.categories)) {
      context.addIssue({ code: 'custom', path: ['categories'], message: `no category covers ${gap}` });
    }
    policy.categories.forEach((category, index) => {
      if (policy.categories.findIndex(({ code }) => code === category.code) !== index) {
        context.addIssue({
          code: 'custom',
          path: ['categories', index, 'code'],
          message: 'a category is known by its code: it stands in the policy once',
        });
      }
      if ((category.outcome === 'refer') !== category.destinations.length > 0) {
        context.addIssue({
          code: 'custom',
          path: ['categories', index, 'destinations'],
          message: 'a category that refers names its destinations, and no other does',
        });
      }
    });
  });
export type Policy = z.infer<typeof Policy>;

/** Which combinations of legality, hosting and classification no category covers. Empty: the policy is total. */
export function policyGaps(categories: readonly PolicyCategory[]): string[] {
  const gaps: string[] = [];
  for (const legality of Legality.options) {
    for (const hosting of HostingZone.options) {
      for (const classification of [...Classification.options, undefined]) {
        if (!categories.some((category) => applies(category, { legality, hosting, classification }))) {
          gaps.push([legality, hosting, classification ?? 'unclassified'].join(' + '));
        }
      }
    }
  }
  return gaps;
}

/** Whether a category's conditions hold. A condition that is absent holds always. */
export function applies(
  category: PolicyCategory,
  facts: { legality: Legality; hosting: HostingZone; classification: Classification | undefined },
): boolean {
  const { legality, hosting, classification } = category.when;
  return (
    legality.includes(facts.legality) &&
    (hosting === undefined || hosting.includes(facts.hosting)) &&
    (classification === undefined ||
      (facts.classification !== undefined && classification.includes(facts.classification)))
  );
}
