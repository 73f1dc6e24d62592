import { z } from 'zod';
import { KnownAs } from './case-match.ts';
import { CountryCode } from './country.ts';
import { Hashes } from './hashes.ts';
import { CaseId, PersonId } from './ids.ts';
import { Channel, Instant } from './report.ts';

/**
 * The state of a case. `open` waits for an assessment; `held` was looked at and waits for something named; `escalated`
 * waits for a supervisor; `merged` was merged into another case.
 */
export const CaseState = z.enum(['open', 'held', 'escalated', 'referred', 'closed', 'merged']);
export type CaseState = z.infer<typeof CaseState>;

/** `url`: an address of a host; `link`: a link of another kind (magnet, ed2k, ipfs, tg); `file`: known by its hashes. */
export const SubjectKind = z.enum(['url', 'link', 'file']);
export type SubjectKind = z.infer<typeof SubjectKind>;

/** One term of the priority sum, with its points. */
export const PriorityTerm = z.object({
  code: z.enum([
    'possible-new-victim',
    'several-sightings',
    'domestic-hosting',
    'deadline-near',
    'trusted-source',
    'known-baseline',
  ]),
  points: z.number().int(),
});
export type PriorityTerm = z.infer<typeof PriorityTerm>;

/**
 * Why a decided case is open again: a report named it after the decision, a list that contradicts the decision has it
 * since, the material moved to another country, or a desk sent a signed refusal.
 */
export const ReopenReason = z.enum(['reported-again', 'on-a-list', 'moved', 'refused']);
export type ReopenReason = z.infer<typeof ReopenReason>;

export const Reopened = z.object({ reason: ReopenReason, at: Instant });
export type Reopened = z.infer<typeof Reopened>;

/** Whether no person has to act on a case, until something happens to it. */
export const isDecided = (state: CaseState): boolean => state === 'referred' || state === 'closed';

/** The facts that result from the sightings of a case. */
export const CaseFacts = z.object({
  sightings: z.number().int().nonnegative(),
  firstReceivedAt: Instant.nullable(),
  lastReceivedAt: Instant.nullable(),
  hostingCountry: CountryCode.nullable(),
  /** The time at which the report that names the country came in. */
  hostingNamedAt: Instant.nullable(),
  trusted: z.boolean(),
  /** Every channel through which it was reported, in the order of `Channel`. */
  channels: z.array(Channel),
});
export type CaseFacts = z.infer<typeof CaseFacts>;

/** A case as lists of cases show it. */
export const CaseSummary = z.object({
  id: CaseId,
  kind: SubjectKind,
  /**
   * The address or link, refanged where it was reported defanged, or the file's strongest hash as `algorithm:value`.
   * Show it defanged.
   */
  subject: z.string(),
  hashes: Hashes.nullable(),
  hosting: CountryCode.nullable(),
  priority: z.number().int(),
  why: z.array(PriorityTerm),
  dueAt: Instant.nullable(),
  receivedAt: Instant.nullable(),
  state: CaseState,
  sightings: z.number().int(),
  claimedBy: PersonId.nullable(),
  claimedAt: Instant.nullable(),
  /** The person a supervisor assigned it to; null also where they can no longer work on it. */
  assignedTo: PersonId.nullable(),
  /** The status that lists give it. */
  knownAs: KnownAs.nullable(),
  /** Why and since when it waits again; null where it was never decided, or stands decided. */
  reopened: Reopened.nullable(),
});
export type CaseSummary = z.infer<typeof CaseSummary>;

/** The facts about a case that one report states. */
export interface SightingFacts {
  receivedAt: Instant | null;
  hostingCountry: string | null;
  trusted: boolean;
  channel: Channel;
}

export const NO_SIGHTINGS: CaseFacts = {
  sightings: 0,
  firstReceivedAt: null,
  lastReceivedAt: null,
  hostingCountry: null,
  hostingNamedAt: null,
  trusted: false,
  channels: [],
};

/**
 * Joins the facts of two sets of sightings. Associative and commutative with `NO_SIGHTINGS` as identity, so the order
 * in which reports arrive, or workstations exchange them, does not matter. The country in the latest report wins;
 * between equally late ones, the alphabetically first.
 */
export function joinFacts(a: CaseFacts, b: CaseFacts): CaseFacts {
  return {
    sightings: a.sightings + b.sightings,
    firstReceivedAt: earlier(a.firstReceivedAt, b.firstReceivedAt),
    lastReceivedAt: later(a.lastReceivedAt, b.lastReceivedAt),
    ...laterHosting(a, b),
    trusted: a.trusted || b.trusted,
    channels: Channel.options.filter(
      (channel) => a.channels.includes(channel) || b.channels.includes(channel),
    ),
  };
}

/** The facts one sighting states. */
export function factsOf(sighting: SightingFacts): CaseFacts {
  return {
    sightings: 1,
    firstReceivedAt: sighting.receivedAt,
    lastReceivedAt: sighting.receivedAt,
    hostingCountry: sighting.hostingCountry,
    hostingNamedAt: sighting.hostingCountry === null ? null : sighting.receivedAt,
    trusted: sighting.trusted,
    channels: [sighting.channel],
  };
}

/**
 * Orders instants by time and not by text: `…00Z` and `…00.500Z` are both instants, and the later one sorts first as
 * text. Two spellings of one time are ordered by text, so that joining stays commutative.
 */
function isBefore(a: Instant, b: Instant): boolean {
  const difference = Date.parse(a) - Date.parse(b);
  return difference !== 0 ? difference < 0 : a < b;
}

const earlier = (a: Instant | null, b: Instant | null): Instant | null =>
  a === null ? b : b === null ? a : isBefore(a, b) ? a : b;
const later = (a: Instant | null, b: Instant | null): Instant | null =>
  a === null ? b : b === null ? a : isBefore(b, a) ? a : b;

function laterHosting(a: CaseFacts, b: CaseFacts): Pick<CaseFacts, 'hostingCountry' | 'hostingNamedAt'> {
  const { hostingCountry, hostingNamedAt } = prevailing(a, b);
  return { hostingCountry, hostingNamedAt };
}

function prevailing(a: CaseFacts, b: CaseFacts): CaseFacts {
  if (a.hostingCountry === null) return b;
  if (b.hostingCountry === null) return a;
  if (a.hostingNamedAt !== b.hostingNamedAt) {
    return later(a.hostingNamedAt, b.hostingNamedAt) === a.hostingNamedAt ? a : b;
  }
  return a.hostingCountry < b.hostingCountry ? a : b;
}
