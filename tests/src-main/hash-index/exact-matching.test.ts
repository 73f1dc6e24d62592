import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { INDEX_ALGORITHMS, VALUE_BYTES } from '../../../src-main/hash-index/index-algorithm.ts';
import { MatchIndex } from '../../../src-main/hash-index/match-index.ts';
import { matchingKernel as kernel } from '../../support/matching-kernel.ts';
import { hitWords, PlainIndex, packed, refsFrom } from './plain-index.ts';
import { RandomValues } from './random-values.ts';

const newIndex = () => new MatchIndex({ kernel, layout: 'compact', freshEntries: 64 });

describe.each(INDEX_ALGORITHMS)('%s', (algorithm) => {
  const width = VALUE_BYTES[algorithm];

  test('finds every ref of every value, and nothing else', () => {
    fc.assert(
      fc.property(
        fc.integer(),
        fc.array(fc.integer({ min: 0, max: 300 }), { maxLength: 4 }),
        (seed, counts) => {
          const random = new RandomValues(seed);
          const pool = [
            new Uint8Array(width),
            new Uint8Array(width).fill(0xff),
            ...Array.from({ length: 60 }, () => random.bytes(width)),
          ];
          const index = newIndex();
          const plain = new PlainIndex();
          let ref = 0;
          for (const count of counts) {
            const values = packed(
              Array.from({ length: count }, () =>
                random.below(3) ? random.bytes(width) : pool[random.below(pool.length)]!,
              ),
            );
            for (const one of [index, plain]) one.add(algorithm, values, refsFrom(ref, count));
            ref += count;
          }
          const lastBit = pool.map((value) => value.with(width - 1, value[width - 1]! ^ 1));
          const queries = packed([...pool, ...lastBit, random.bytes(width)]);
          const expected = plain.exact(algorithm, queries);
          expect(hitWords(index.exact(algorithm, queries))).toEqual(expected);
          index.merge(true);
          expect(hitWords(index.exact(algorithm, queries))).toEqual(expected);
        },
      ),
      { numRuns: 12 },
    );
  });

  test('finds each of many values in one look-up and one by one', () => {
    const random = new RandomValues(width);
    const count = 9000;
    const values = random.bytes(count * width);
    const index = newIndex();
    index.add(algorithm, values, refsFrom(0, count));
    const all = Array.from({ length: count }, (_, i) => `${i}:${i}`);
    expect(hitWords(index.exact(algorithm, values))).toEqual(all);
    const one = (i: number) => hitWords(index.exact(algorithm, values.subarray(i * width, (i + 1) * width)));
    expect([0, 1, 4095, 4096, count - 1].map(one)).toEqual([
      ['0:0'],
      ['0:1'],
      ['0:4095'],
      ['0:4096'],
      ['0:8999'],
    ]);
    expect(hitWords(index.exact(algorithm, random.bytes(count * width)))).toEqual([]);
  });

  test('takes whole values alone, and a ref for each', () => {
    const index = newIndex();
    const wrong = expect.objectContaining({ problem: 'wrong-input' });
    expect(() => index.exact(algorithm, new Uint8Array(width + 1))).toThrow(wrong);
    expect(() => index.add(algorithm, new Uint8Array(width), refsFrom(0, 2))).toThrow(wrong);
    expect(index.stats().algorithms[algorithm].entries).toBe(0);
  });
});

test('a value that came a hundred thousand times is found quickly, and so are its neighbours in the table', () => {
  const random = new RandomValues(1);
  const count = 100_000;
  const values = packed([new Uint8Array(count * 16), random.bytes(1000 * 16)]);
  const index = newIndex();
  index.add('md5', values, refsFrom(0, count + 1000));
  expect(index.exact('md5', new Uint8Array(16)).ref).toHaveLength(count);
  expect(index.exact('md5', values.subarray(count * 16)).ref).toEqual(refsFrom(count, 1000));
});

test('an algorithm knows nothing of another one’s values, though they are equal', () => {
  const value = new RandomValues(2).bytes(32);
  const index = newIndex();
  index.add('sha256', value, refsFrom(1, 1));
  index.add('pdq', value, refsFrom(2, 1));
  expect([...index.exact('sha256', value).ref, ...index.near(value, 31).ref]).toEqual([1, 2]);
});
