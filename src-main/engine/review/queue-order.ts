import type { QueueSort } from '../../../shared/contract/queue-filter.ts';

/** Where a case stands among those with which it shares a stretch of the list. */
export interface Place {
  /** When it is due; empty in the list of decided cases. */
  dueAt: string;
  /** Its number, or that of its decision in the list of decided cases. */
  number: number;
}

export type KeyPart = string | number;

/**
 * A stretch of a list: cases that an index has side by side in the order of the list. A list is its stretches one after
 * the other, in the order of their keys.
 */
export interface Stretch {
  key: readonly KeyPart[];
  /** What is the same for all its cases. */
  equal: Readonly<Record<string, string | number | null>>;
  order: 'due' | 'due-last' | 'decided';
  /** Only cases with a single sighting are meant, among others that the index has there. */
  isSeenOnce?: boolean;
  /** It begins after this place. */
  after: Place | null;
  /** Its last possible place. */
  last: Place | null;
}

/** Where a page of a list ended. */
export interface QueuePosition extends Place {
  sort: QueueSort;
  /** The moment for which the list was made: deadlines come near, and the pages of a list agree about which. */
  atMs: number;
  key: readonly KeyPart[];
}

const FIRST = -1;
const BEHIND = Number.MAX_SAFE_INTEGER;

/** After every case that is due then. */
export const afterAllDue = (dueAt: string): Place => ({ dueAt, number: BEHIND });
/** Before every case that is due then. */
export const beforeAllDue = (dueAt: string): Place => ({ dueAt, number: FIRST });

export function compareKeys(a: readonly KeyPart[], b: readonly KeyPart[]): number {
  for (const [index, part] of a.entries()) {
    const other = b[index];
    if (other === undefined || part === other) continue;
    return part < other ? -1 : 1;
  }
  return 0;
}

export const comparePlaces = (a: Place, b: Place): number =>
  a.dueAt === b.dueAt ? a.number - b.number : a.dueAt < b.dueAt ? -1 : 1;

const earlier = (a: Place | null, b: Place | null): Place | null =>
  a === null ? b : b === null || comparePlaces(a, b) <= 0 ? a : b;

/** The time at which deadlines are near, and the points that gives. */
export interface Nearness {
  until: string;
  points: number;
}

/**
 * The stretches of cases of one lasting rank each (the negated score) that together are ordered by the priority of the
 * moment: those near their deadline, which moves them up, and the others. Where both have the same priority, those that are
 * near are due first.
 */
export function byPriority(
  ranks: readonly number[],
  near: Nearness | null,
  base: Pick<Stretch, 'key' | 'equal' | 'last'>,
): Stretch[] {
  const stretches = ranks.flatMap((rank): Stretch[] => {
    const equal = { ...base.equal, rank };
    const whole = { key: [...base.key, rank, 1], equal, order: 'due' as const, after: null, last: base.last };
    if (near === null) return [whole];
    const edge = afterAllDue(near.until);
    return [
      { ...whole, key: [...base.key, rank - near.points, 0], last: earlier(edge, base.last) },
      { ...whole, after: edge },
    ];
  });
  return stretches.toSorted((a, b) => compareKeys(a.key, b.key));
}

/** What determines where a case stands in a list. */
export interface Ordered extends Place {
  rank: number;
  hosting: string | null;
  sightings: number;
}

/** The key of the stretch a case is in. @param near null where nothing comes near in this state */
export function keyOf(row: Ordered, sort: QueueSort, near: Nearness | null): KeyPart[] {
  const isNear = near !== null && row.dueAt <= near.until;
  const priority = isNear ? [row.rank - near.points, 0] : [row.rank, 1];
  if (sort === 'priority') return priority;
  if (sort === 'hosting') return [...countryKey(row.hosting), ...priority];
  return sort === 'sightings' ? [-row.sightings] : [];
}

/** Countries by their codes; the unknown one comes last. */
export const countryKey = (country: string | null): [number, string] =>
  country === null ? [1, ''] : [0, country];
