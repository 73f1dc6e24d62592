import { z } from 'zod';
import { LabelSetRef } from './assessed-labels.ts';
import { Classification, Legality } from './assessment.ts';
import { BlockableHost } from './blocklist.ts';
import { CountryCode } from './country.ts';
import { DestinationId, PersonId } from './ids.ts';
import { inboundText } from './inbound-text.ts';
import { Intensity } from './intensity.ts';
import { told } from './refusal.ts';
import { Channel } from './report.ts';

/** The zone of a country, seen from the hotline: its own, an INHOPE member, one to confirm, neither, or not known. */
export const HostingZone = z.enum(['own', 'inhope', 'confirm', 'other', 'unknown']);
export type HostingZone = z.infer<typeof HostingZone>;

/** The outcome that a category gives a case. */
export const RouteOutcome = z.enum(['refer', 'close', 'hold', 'escalate']);
export type RouteOutcome = z.infer<typeof RouteOutcome>;

/** A sentence in the languages of its readers; English is always present. */
const PolicyText = inboundText(500).min(1);
export const PolicyWords = z
  .object({ en: PolicyText })
  .catchall(PolicyText)
  .superRefine((words, context) => {
    for (const language of Object.keys(words)) {
      if (/^[a-z]{2,3}(-[A-Za-z0-9]{1,8}){0,3}$/.test(language)) continue;
      context.addIssue({ code: 'custom', ...told({ code: 'not-a-language' }) });
    }
  });
export type PolicyWords = z.infer<typeof PolicyWords>;

/** The code by which a route names a category. */
export const CategoryCode = z.string().regex(/^[a-z0-9-]{1,16}$/);

/** The share that is drawn for a second review. */
const Rate = z.number().min(0).max(1);
/** At most ten years; no deadline is later than that. */
const Hours = z.number().positive().max(87_600);
const Points = z.number().int().min(-1000).max(1000);

/** One row of the protocol: its conditions and the outcome. The first row that applies wins. */
export const PolicyCategory = z.strictObject({
  code: CategoryCode,
  name: PolicyWords,
  when: z.strictObject({
    legality: z.array(Legality).min(1),
    hosting: z.array(HostingZone).min(1).optional(),
    classification: z.array(Classification).min(1).optional(),
  }),
  outcome: RouteOutcome,
  destinations: z.array(DestinationId).default([]),
  /** Hours from receipt until the referral must have been sent; null for no deadline. */
  deadlineHours: Hours.nullable(),
  /** A sentence shown beside the route. */
  because: PolicyWords,
});
export type PolicyCategory = z.infer<typeof PolicyCategory>;

/** Points of the terms whose sum is a case's priority. */
export const PriorityWeights = z.strictObject({
  possibleNewVictim: Points,
  severalSightings: Points,
  domesticHosting: Points,
  deadlineNear: Points,
  trustedSource: Points,
  knownBaseline: Points,
});
export type PriorityWeights = z.infer<typeof PriorityWeights>;

/** Ten minutes: a decision that waits longer is no slip of the hand. */
export const LONGEST_GRACE_SECONDS = 600;

/** Nobody looks over more before they sign. */
export const MOST_AT_ONCE = 500;

/** Every witness must be asked, and every verifier carries what each signed, so the number is limited. */
export const MOST_WITNESSES = 20;

/**
 * The form of a witness's C2SP verifier key, `name+keyid+base64(0x04 || Ed25519 public key)`. Whether the key id fits
 * name and key takes a hash to find out, and is checked when the policy is proposed.
 */
const WITNESS_KEY = /^([!-*,-~]{1,200})\+[0-9a-f]{8}\+(B[A-P][A-Za-z0-9+/]{42})$/;
const WitnessKeyText = inboundText(300).regex(WITNESS_KEY);

/** A hotline's protocol as data. Every assessment stores id and version of the policy that routed it. */
export const Policy = z
  .strictObject({
    format: z.literal('hashline-policy/1'),
    id: z.string().regex(/^[a-z0-9-]{1,40}$/),
    version: z.number().int().positive(),
    name: PolicyWords,
    jurisdiction: CountryCode,
    source: inboundText(1000),
    categories: z.array(PolicyCategory).min(1).max(60),
    review: z.strictObject({
      /** Hours from receipt until a case should have been assessed. */
      deadlineHours: Hours,
      /** A deadline nearer than this raises the priority. */
      nearHours: Hours,
      /** How long a decision is held, so that its author can take it back before anything is sent; 0 for no hold. */
      graceSeconds: z.number().int().min(0).max(LONGEST_GRACE_SECONDS).default(10),
      /** How many cases a person may decide together; 0 where each is decided by itself. */
      atOnce: z.number().int().min(0).max(MOST_AT_ONCE).default(50),
      secondReviewRate: z.strictObject({
        illegal: Rate,
        legal: Rate,
        undetermined: Rate,
      }),
      /** Rates by the category of the route. Of all rates that apply, the highest counts. */
      secondReviewByCategory: z.record(CategoryCode, Rate).default({}),
      /** Rates by the author of the assessment. */
      secondReviewByPerson: z.record(PersonId, Rate).default({}),
    }),
    matching: z
      .strictObject({
        /** A record of a list that matches more cases than this within the hours is quarantined. */
        floodCases: z.number().int().min(1).max(1_000_000).default(50),
        floodHours: Hours.default(24),
        /** Whether a person may decide several known-baseline cases together. */
        oneStroke: z.boolean().default(false),
      })
      .prefault({}),
    blocking: z
      .strictObject({
        /** Whether lists for those who block are given out. */
        export: z.boolean().default(false),
        /** Hosts that carry nothing else, so that the whole of them may be blocked; never one that others share. */
        dedicatedHosts: z.array(BlockableHost).max(10_000).default([]),
      })
      .prefault({}),
    /** The set whose labels every new judgement has; null where none has any. It must have been loaded. */
    labels: LabelSetRef.nullable().default(null),
    trustedChannels: z.array(Channel),
    priority: PriorityWeights,
    session: z.strictObject({
      idleLockMinutes: z.number().int().min(1).max(15),
      dutyMinutesPerDay: z.number().int().positive().max(1440),
      /** Whether the day's limit binds supervisors too; it always binds analysts. */
      limitBindsSupervisors: z.boolean().default(false),
      /** Work with cases after which everybody rests; null for no rule. */
      breakAfterMinutes: z.number().int().positive().max(1440).nullable().default(null),
      breakMinutes: z.number().int().min(1).max(240).default(15),
      /** What to announce before a narrative where only the type of site is known. */
      intensityBySiteType: z.record(z.string().regex(/^[a-z0-9][a-z0-9 -]{0,63}$/), Intensity).default({}),
    }),
    /** The outsiders that cosign the ledger. Signatures by others do not make it anchored. */
    witnesses: z
      .strictObject({
        /** The number of them that must have signed; 0 where none is named. */
        quorum: z.number().int().min(0).max(MOST_WITNESSES),
        keys: z.array(WitnessKeyText).max(MOST_WITNESSES),
      })
      .default({ quorum: 0, keys: [] }),
    courier: z.strictObject({
      /** Attempts before a referral is parked for a person to look at. */
      maxAttempts: z.number().int().positive().max(100_000),
      baseDelayMs: z.number().int().positive().max(86_400_000),
      maxDelayMs: z.number().int().positive().max(604_800_000),
      timeoutMs: z.number().int().positive().max(600_000),
      /** How long a desk may be out of contact before another way of handing over is offered. */
      outageMinutes: z.number().int().positive().max(10_080).default(60),
      /**
       * How long a seat may be without the others until it delivers all the same what people decide there, to desks that
       * recognise repeats; null where it waits for them. Two seats may then send different decisions on one case: the desk
       * keeps what came first.
       */
      aloneAfterMinutes: z.number().int().positive().max(10_080).nullable().default(null),
    }),
    seats: z
      .strictObject({
        /** Whether a seat that leaves may keep its copy of all cases. */
        keepCopy: z.boolean().default(false),
      })
      .prefault({}),
    takedown: z
      .strictObject({
        /** Days without news of a delivered referral, after which a person should ask again. */
        recheckDays: z.number().int().min(1).max(365).default(7),
      })
      .prefault({}),
  })
  .superRefine((policy, context) => {
    for (const gap of policyGaps(policy.categories)) {
      context.addIssue({
        code: 'custom',
        path: ['categories'],
        ...told({ code: 'no-category-covers', combination: gap }),
      });
    }
    for (const problem of witnessProblems(policy.witnesses)) context.addIssue({ code: 'custom', ...problem });
    const codes = new Set(policy.categories.map(({ code }) => code));
    for (const code of Object.keys(policy.review.secondReviewByCategory)) {
      if (codes.has(code)) continue;
      context.addIssue({
        code: 'custom',
        path: ['review', 'secondReviewByCategory', code],
        ...told({ code: 'no-such-category' }),
      });
    }
    policy.categories.forEach((category, index) => {
      if (policy.categories.findIndex(({ code }) => code === category.code) !== index) {
        context.addIssue({
          code: 'custom',
          path: ['categories', index, 'code'],
          ...told({ code: 'category-twice' }),
        });
      }
      if ((category.outcome === 'refer') !== category.destinations.length > 0) {
        context.addIssue({
          code: 'custom',
          path: ['categories', index, 'destinations'],
          ...told({ code: 'destinations-against-outcome' }),
        });
      }
    });
  });
export type Policy = z.infer<typeof Policy>;

/** Why witnesses could not reach their quorum, or one of them would count twice. */
function witnessProblems({ quorum, keys }: { quorum: number; keys: readonly string[] }) {
  const problem = (
    code: 'witness-twice' | 'quorum-too-large' | 'quorum-of-none',
    ...path: (string | number)[]
  ) => ({ path: ['witnesses', ...path], ...told({ code }) });
  const parts = keys.map((key) => WITNESS_KEY.exec(key) ?? []);
  const isFirst = ([, name, material]: readonly string[], index: number) =>
    parts.findIndex((other) => other[1] === name || other[2] === material) === index;
  return [
    ...parts.flatMap((part, index) =>
      part.length === 0 || isFirst(part, index) ? [] : [problem('witness-twice', 'keys', index)],
    ),
    ...(quorum > keys.length ? [problem('quorum-too-large', 'quorum')] : []),
    ...(quorum === 0 && keys.length > 0 ? [problem('quorum-of-none', 'quorum')] : []),
  ];
}

/** Combinations of legality, hosting and classification that no category covers. Empty where the policy is total. */
export function policyGaps(categories: readonly PolicyCategory[]): string[][] {
  const gaps: string[][] = [];
  for (const legality of Legality.options) {
    for (const hosting of HostingZone.options) {
      for (const classification of [...Classification.options, undefined]) {
        if (!categories.some((category) => applies(category, { legality, hosting, classification }))) {
          gaps.push([legality, hosting, classification ?? 'unclassified']);
        }
      }
    }
  }
  return gaps;
}

/** Whether a category's conditions hold. An absent condition always holds. */
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

/** The share of a person's decisions that is drawn for a second review: the highest rate that applies. */
export function secondReviewRate(
  { review }: Policy,
  decided: { legality: Legality; category: string; person: PersonId },
): number {
  return Math.max(
    review.secondReviewRate[decided.legality],
    rateOf(review.secondReviewByCategory, decided.category),
    rateOf(review.secondReviewByPerson, decided.person),
  );
}

/** Whether the policy draws any decisions by chance, so that a seed is needed. */
export function drawsBySeed({ review }: Policy): boolean {
  const { secondReviewRate, secondReviewByCategory, secondReviewByPerson } = review;
  return [secondReviewRate, secondReviewByCategory, secondReviewByPerson]
    .flatMap((rates) => Object.values<number>(rates))
    .some((rate) => rate > 0 && rate < 1);
}

/** A rate by name; inherited members (`constructor`) do not count. */
const rateOf = (rates: Readonly<Record<string, number>>, name: string): number =>
  Object.hasOwn(rates, name) ? (rates[name] ?? 0) : 0;
