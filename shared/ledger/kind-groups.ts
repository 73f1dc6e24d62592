import { EntryKind } from './entry.ts';

/** What a supervisor looks for, each a set of kinds. */
export const KIND_GROUPS = [
  'reports',
  'decisions',
  'deliveries',
  'lists',
  'people',
  'sessions',
  'record',
] as const;
export type KindGroup = (typeof KIND_GROUPS)[number];

/** By what stands before the dot of a kind; every other kind is of the record itself. */
const GROUP_OF_TOPIC: Readonly<Record<string, KindGroup>> = {
  intake: 'reports',
  case: 'decisions',
  assessment: 'decisions',
  narrative: 'decisions',
  sampling: 'decisions',
  golden: 'decisions',
  referral: 'deliveries',
  takedown: 'deliveries',
  destination: 'deliveries',
  list: 'lists',
  match: 'lists',
  matching: 'lists',
  person: 'people',
  device: 'people',
  session: 'sessions',
  duty: 'sessions',
  clock: 'sessions',
};

export const groupOf = (kind: EntryKind): KindGroup => GROUP_OF_TOPIC[kind.split('.')[0] ?? ''] ?? 'record';

/** The kinds of some groups, in the order of the closed list. */
export const kindsOf = (groups: readonly KindGroup[]): EntryKind[] =>
  EntryKind.options.filter((kind) => groups.includes(groupOf(kind)));
