import { z } from 'zod';
import { assessmentKinds, goldenKinds, samplingKinds } from './assessment.ts';
import { blocklistKinds } from './blocklist.ts';
import { caseKinds } from './case.ts';
import { destinationKinds } from './destination.ts';
import { intakeKinds } from './intake.ts';
import type { KindGroup } from './kind.ts';
import { listKinds } from './list.ts';
import { matchingKinds, matchKinds } from './matching.ts';
import { peopleKinds } from './people.ts';
import { policyKinds } from './policy.ts';
import { recordKinds } from './record.ts';
import { referralKinds } from './referral.ts';
import { retentionKinds } from './retention.ts';
import { clockKinds, sessionKinds } from './session.ts';
import { vaultKinds } from './vault.ts';

/** Ordered as they are offered for selection. */
const ALL = [
  ...vaultKinds,
  ...peopleKinds,
  ...policyKinds,
  ...sessionKinds,
  ...intakeKinds,
  ...caseKinds,
  ...matchingKinds,
  ...listKinds,
  ...matchKinds,
  ...assessmentKinds,
  ...samplingKinds,
  ...goldenKinds,
  ...referralKinds,
  ...destinationKinds,
  ...blocklistKinds,
  ...recordKinds,
  ...retentionKinds,
  ...clockKinds,
] as const;
type Any = (typeof ALL)[number];

/** The kinds of event. A closed list: a verifier that meets an unknown kind reports it. */
export const EntryKind = z.enum(ALL.map(({ name }) => name));
export type EntryKind = Any['name'];

/** Every kind by its name. */
export const KINDS = Object.fromEntries(ALL.map((one) => [one.name, one])) as unknown as {
  readonly [One in Any as One['name']]: One;
};

/** The kinds that are signed by this kind of signer. */
export type SignedBy<By extends Any['signer']> = Extract<Any, { signer: By }>['name'];

type Written = { [One in Any as One['name']]: z.input<One['data']> };
type Read = { [One in Any as One['name']]: z.output<One['data']> };
/** The data written into an entry of a kind. */
export type DataOf<Name extends EntryKind> = Written[Name];
/** The same data after reading. */
export type ReadOf<Name extends EntryKind> = Read[Name];

type ByName = { [One in Any as One['name']]: One };
type EnclosureSchema<Name extends EntryKind> = Exclude<ByName[Name]['enclosure'], null>;
/** The enclosure of an entry of a kind; null where the kind has none. */
export type EnclosureOf<Name extends EntryKind> = [EnclosureSchema<Name>] extends [never]
  ? null
  : EnclosureSchema<Name> extends z.ZodType
    ? z.output<EnclosureSchema<Name>>
    : never;

/** Reads the data of an entry; null where it does not fit its kind. */
export function readData<Name extends EntryKind>(name: Name, data: unknown): ReadOf<Name> | null {
  const parsed = KINDS[name].data.safeParse(data);
  return parsed.success ? (parsed.data as ReadOf<Name>) : null;
}

/** The kinds of some groups. */
export const kindsOf = (groups: readonly KindGroup[]): EntryKind[] =>
  EntryKind.options.filter((name) => groups.includes(KINDS[name].group));

/** The kinds that can change this part of a verifier's state. */
export const kindsThatChange = (what: Any['changes'][number]): EntryKind[] =>
  EntryKind.options.filter((name) => KINDS[name].changes.includes(what));
