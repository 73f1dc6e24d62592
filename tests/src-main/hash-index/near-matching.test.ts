import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { NearLayout } from '../../../src-main/hash-index/chunk-plan.ts';
import { HitCollector } from '../../../src-main/hash-index/hits.ts';
import { MatchIndex } from '../../../src-main/hash-index/match-index.ts';
import { NearSegment } from '../../../src-main/hash-index/near-segment.ts';
import { RefStates } from '../../../src-main/hash-index/ref-states.ts';
import { matchingKernel as kernel } from '../../support/matching-kernel.ts';
import { hitWords, PlainIndex, packed, refsFrom } from './plain-index.ts';
import { RandomValues } from './random-values.ts';

const LAYOUTS = ['compact', 'fast'] as const satisfies readonly NearLayout[];
const ZERO = new Uint8Array(32);
const ONES = new Uint8Array(32).fill(0xff);

/** Hashes of every kind: apart, around few centres, equal, all zero, all one, one bit from these. */
function mixedHashes(random: RandomValues, count: number): Uint8Array[] {
  const centres = Array.from({ length: 3 }, () => random.bytes(32));
  return Array.from({ length: count }, () => {
    const kind = random.below(10);
    if (kind < 4) return random.bytes(32);
    if (kind < 8) return random.at(random.below(72), centres[random.below(3)]!);
    return random.at(random.below(3), kind === 8 ? ZERO : ONES);
  });
}

function sealedSegment(hashes: Uint8Array[], layout: NearLayout, chunks: number | null): NearSegment {
  const segment = new NearSegment(kernel, hashes.length, layout, { chunkCount: chunks });
  segment.append(packed(hashes), refsFrom(0, hashes.length));
  for (const _ of segment.sealing());
  return segment;
}

function nearIn(segment: NearSegment, queries: Uint8Array[], distance: number): string[] {
  const hits = new HitCollector();
  const states = new RefStates();
  queries.forEach((query, number) => {
    segment.near(query, number, distance, states, hits);
  });
  return hitWords(hits.nearHits(queries.length));
}

describe.each(LAYOUTS)('the %s layout finds all neighbours', (layout) => {
  test('whatever the hashes, the query and the distance', () => {
    fc.assert(
      fc.property(
        fc.integer(),
        fc.integer({ min: 0, max: 400 }),
        fc.oneof(fc.integer({ min: 0, max: 48 }), fc.constantFrom(30, 31, 32, 64, 100, 128, 200, 255, 256)),
        (seed, count, distance) => {
          const random = new RandomValues(seed);
          const hashes = mixedHashes(random, count);
          const index = new MatchIndex({ kernel, layout, sealFrom: 1 });
          const plain = new PlainIndex();
          for (const one of [index, plain]) one.add('pdq', packed(hashes), refsFrom(7, count));
          const queries = packed([
            ...mixedHashes(random, 4),
            ...hashes.slice(0, 4).map((hash) => random.at(random.below(40), hash)),
            ...[ZERO, ONES],
          ]);
          const expected = plain.near(queries, distance);
          expect(hitWords(index.near(queries, distance))).toEqual(expected);
          index.merge();
          expect(hitWords(index.near(queries, distance))).toEqual(expected);
        },
      ),
      { numRuns: 60 },
    );
  });

  test('at small distances among hashes that are nearly all alike, and those that are equal when asked for many at once', () => {
    fc.assert(
      fc.property(
        fc.integer(),
        fc.integer({ min: 0, max: 600 }),
        fc.integer({ min: 0, max: 8 }),
        (seed, count, distance) => {
          const random = new RandomValues(seed);
          const centres = [random.bytes(32), ZERO];
          const alike = (most: number) => random.at(random.below(most), centres[random.below(2)]!);
          const hashes = Array.from({ length: count }, () => alike(5));
          const index = new MatchIndex({ kernel, layout, sealFrom: 1 });
          const plain = new PlainIndex();
          const queries = packed([...Array.from({ length: 8 }, () => alike(7)), ...hashes.slice(0, 8)]);
          for (const one of [index, plain]) {
            one.add('pdq', packed(hashes), refsFrom(7, count));
            one.remove(refsFrom(20, 3));
          }
          // Half of it sealed, the other half not.
          for (const from of [1000, 2000]) {
            expect(hitWords(index.near(queries, distance))).toEqual(plain.near(queries, distance));
            expect(hitWords(index.exact('pdq', queries))).toEqual(plain.exact('pdq', queries));
            index.merge();
            const more = Array.from({ length: 40 }, () => alike(5));
            for (const one of [index, plain]) one.add('pdq', packed(more), refsFrom(from, 40));
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  // Fewer chunks have tables of hundreds of megabytes; what differs is a number.
  test.each([13, 14, 16, 24])('by %i chunks, at every distance around the threshold', (chunks) => {
    const random = new RandomValues(chunks);
    const centre = random.bytes(32);
    const around = Array.from({ length: 65 }, (_, distance) => random.at(distance, centre));
    const crowd = Array.from({ length: 12_000 - around.length }, () => random.bytes(32));
    const segment = sealedSegment([...around, ...crowd], layout, chunks);
    for (const distance of [0, 1, 2, 15, 23, 29, 30, 31, 32, 33, 40, 47, 64]) {
      const expected = Array.from({ length: distance + 1 }, (_, ref) => `0:${ref}:${ref}`);
      expect(nearIn(segment, [centre], distance)).toEqual(expected);
    }
  });

  test('of a centre with more neighbours than are handed over at once, each once', () => {
    const random = new RandomValues(5);
    const centre = random.bytes(32);
    const hashes = Array.from({ length: 40_000 }, (_, i) => (i % 2 ? random.at(i % 31, centre) : centre));
    const segment = sealedSegment(hashes, layout, 16);
    const found = nearIn(segment, [centre], 31);
    expect(found).toEqual(hashes.map((_, i) => `0:${i}:${i % 2 ? i % 31 : 0}`));
    expect(nearIn(segment, [centre], 31)).toEqual(found);
  });

  test('where thousands share a chunk and nothing else', () => {
    const random = new RandomValues(6);
    const shared = random.bytes(32);
    const hashes = Array.from({ length: 9000 }, (_, i) => {
      const hash = random.bytes(32);
      hash.set(shared.subarray(0, 12));
      return i % 1000 === 0 ? random.at(20, shared) : hash;
    });
    const segment = sealedSegment(hashes, layout, 16);
    const expected = Array.from({ length: 9 }, (_, i) => `0:${i * 1000}:20`);
    expect(nearIn(segment, [shared], 31)).toEqual(expected);
  });
});

test.each([
  [12, 0],
  [16, 0],
  // So wide that numbers of entries are put down in three blocks.
  [11, 0],
  // More of one key than there is room to sort at once.
  [12, 140_000],
])(
  '%i chunks of so many hashes that they are sorted in parts find what a scan finds, %i of them alike',
  (chunks, alike) => {
    const random = new RandomValues(7);
    const count = 310_000;
    const hashes = random.bytes(count * 32);
    const centre = hashes.slice(0, 32);
    for (let i = 1; i < 3000; i++) hashes.set(random.at(i % 40, centre), i * 100 * 32);
    hashes.fill(0x5a, hashes.length - alike * 32);
    const queries = Array.from({ length: 30 }, (_, i) => random.at(i, hashes.subarray(i * 32, i * 32 + 32)));
    const [scanned, sealed] = [null, chunks].map((sealing) => {
      const segment = new NearSegment(kernel, count, 'compact', { chunkCount: sealing });
      segment.append(hashes, refsFrom(0, count));
      if (sealing !== null) for (const _ of segment.sealing());
      return [...nearIn(segment, queries, 31), ...nearIn(segment, queries.slice(0, 3), 23)];
    });
    expect(scanned!.length).toBeGreaterThan(2000);
    expect(sealed).toEqual(scanned);
  },
);

describe('an index of PDQ', () => {
  test('that is empty finds nothing', () => {
    const index = new MatchIndex({ kernel, layout: 'compact', sealFrom: 0 });
    index.merge(true);
    expect(hitWords(index.near(packed([ZERO, ONES]), 256))).toEqual([]);
    expect(hitWords(index.near(new Uint8Array(), 31))).toEqual([]);
  });

  // ThreatExchange issue 1318: an index of one entry found nothing.
  test.each(LAYOUTS)('of one entry finds it, %s', (layout) => {
    const index = new MatchIndex({ kernel, layout, sealFrom: 0 });
    index.add('pdq', ONES, refsFrom(0xffff_ffff, 1));
    index.merge();
    expect(hitWords(index.near(packed([ONES, ZERO]), 31))).toEqual(['0:4294967295:0']);
    expect(hitWords(index.near(ZERO, 256))).toEqual(['0:4294967295:256']);
    expect(hitWords(index.exact('pdq', packed([ZERO, ONES])))).toEqual(['1:4294967295']);
  });

  test.each([-1, 257, 1.5, Number.NaN])('knows no distance of %d', (distance) => {
    const index = new MatchIndex({ kernel, layout: 'compact' });
    expect(() => index.near(ZERO, distance)).toThrow(expect.objectContaining({ problem: 'wrong-input' }));
  });
});
