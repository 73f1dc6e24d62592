import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  chunkCountFor,
  chunksOf,
  masksOf,
  masksWithin,
  radiiFor,
} from '../../../src-main/hash-index/chunk-plan.ts';

const chunkCounts = fc.integer({ min: 8, max: 64 });

describe('a hash', () => {
  test('is cut into chunks that cover each of its 256 bits once', () => {
    fc.assert(
      fc.property(chunkCounts, (count) => {
        const bits = chunksOf(count).flatMap(({ firstBit, width }) =>
          Array.from({ length: width }, (_, i) => firstBit + i),
        );
        expect(bits).toEqual(Array.from({ length: 256 }, (_, bit) => bit));
      }),
    );
  });

  test('is cut into fewer chunks the more there are, and none is wider than a word', () => {
    const sizes = [0, 1, 10_000, 100_000, 1_000_000, 10_000_000, 30_000_000];
    expect(sizes.map((size) => [chunkCountFor(size, 'compact'), chunkCountFor(size, 'fast')])).toEqual([
      [24, 24],
      [24, 24],
      [24, 24],
      [16, 16],
      [14, 16],
      [12, 13],
      [11, 13],
    ]);
  });
});

describe('radii', () => {
  test('leave no way to spread the bits of a distance over the chunks so that all are missed', () => {
    fc.assert(
      fc.property(chunkCounts, fc.integer({ min: 0, max: 256 }), (count, distance) => {
        // Missed is who differs by more than its radius in every chunk; the least such distance must be too far.
        const leastMissed = radiiFor(distance, count).reduce((sum, radius) => sum + radius + 1, 0);
        expect(leastMissed).toBe(distance + 1);
      }),
    );
  });
});

describe('masks', () => {
  test('are all keys within the radius, each once, the near ones first', () => {
    const masks = [...masksOf(12, 4)];
    const bits = (mask: number) => mask.toString(2).replaceAll('0', '').length;
    const all = Array.from({ length: 2 ** 12 }, (_, mask) => mask).filter((mask) => bits(mask) <= 4);
    expect([...masks].sort((a, b) => a - b)).toEqual(all);
    expect(masks.map(bits)).toEqual(masks.map(bits).sort((a, b) => a - b));
    expect([-1, 0, 1, 2, 3, 4].map((radius) => masksWithin(12, radius))).toEqual([0, 1, 13, 79, 299, 794]);
    expect(masksOf(32, 2)).toHaveLength(1 + 32 + 496);
  });
});
