import type { MatchAlgorithm } from '../../../shared/contract/matching.contract.ts';
import type { ListRanges, RefRange } from './list-ranges.ts';
import type { Answered } from './matching-index.ts';

/**
 * Hits that count; element i of each array belongs to hit i. An object for each hit would take longer than finding it.
 */
export interface CountedHits {
  count: number;
  query: Uint32Array;
  ref: Uint32Array;
  distance: Uint16Array;
  /** Index of the hit's range in `ranges`. */
  range: Uint32Array;
  ranges: ListRanges;
}

/**
 * Selects the hits that count, ordered by query, then by distance, then by ref. The answer's arrays are reused and
 * overwritten: new ones for each batch would keep the garbage collector busier than everything else.
 * @param widestOf distance in bits up to which hits of a range count; negative where none count
 */
export function countHits(
  algorithm: MatchAlgorithm,
  { hits, ranges }: Answered,
  widestOf: (range: RefRange) => number,
): CountedHits {
  const { length } = hits.ref;
  const counted: CountedHits = {
    count: 0,
    query: hits.query,
    ref: hits.ref,
    distance: hits.distance,
    range: new Uint32Array(length),
    ranges,
  };
  const { query, ref, distance, range } = counted;
  const widest = Int32Array.from(ranges.ranges, widestOf);
  // A bare hash that a list holds twice is one hit. For PDQ, every neighbour is a hit.
  const isOnce = ranges.ranges.map(({ hasRecords }) => !hasRecords && algorithm !== 'pdq');
  const lists: string[] = ranges.ranges.map(({ list }) => list);
  // Never shortened: an array that is emptied for each query would be allocated anew for each hit.
  const seen: string[] = [];
  let seenCount = 0;
  const { hasDropped } = ranges;
  let [place, first, last] = [-1, 1, 0];
  let from = 0;
  let count = 0;
  for (let i = 0; i < length; i++) {
    const one = hits.ref[i]!;
    if (one < first || one > last || hasDropped) {
      place = ranges.placeOf(one);
      const found = ranges.ranges[place];
      [first, last] = found ? [found.first, found.last] : [1, 0];
      if (!found) continue;
    }
    const bits = hits.distance[i]!;
    if (bits > widest[place]!) continue;
    const number = hits.query[i]!;
    if (count > from && query[count - 1] !== number) {
      order(counted, from, count);
      from = count;
      seenCount = 0;
    }
    if (isOnce[place]) {
      const list = lists[place]!;
      const before = seenCount === 0 ? -1 : seen.indexOf(list);
      if (before >= 0 && before < seenCount) continue;
      seen[seenCount++] = list;
    }
    query[count] = number;
    ref[count] = one;
    distance[count] = bits;
    range[count] = place;
    count++;
  }
  order(counted, from, count);
  counted.count = count;
  return counted;
}

function order({ ref, distance, range }: CountedHits, from: number, to: number): void {
  if (to - from < 2) return;
  const [refs, distances, ranges] = [ref.slice(from, to), distance.slice(from, to), range.slice(from, to)];
  const places = Array.from(refs.keys());
  places.sort((a, b) => distances[a]! - distances[b]! || refs[a]! - refs[b]!);
  places.forEach((place, i) => {
    ref[from + i] = refs[place]!;
    distance[from + i] = distances[place]!;
    range[from + i] = ranges[place]!;
  });
}
