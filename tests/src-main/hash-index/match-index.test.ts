import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MatchIndex } from '../../../src-main/hash-index/match-index.ts';
import { matchingKernel as kernel } from '../../support/matching-kernel.ts';
import { hitWords, PlainIndex, packed, refsFrom } from './plain-index.ts';
import { RandomValues } from './random-values.ts';

const newIndex = (layout: 'compact' | 'fast' = 'compact') =>
  new MatchIndex({ kernel, layout, sealFrom: 1, freshEntries: 32 });

/** What may happen to an index, in any order. */
const step = fc.oneof(
  fc.record({ does: fc.constant('add' as const), count: fc.integer({ min: 0, max: 80 }) }),
  fc.record({ does: fc.constant('remove' as const), every: fc.integer({ min: 2, max: 9 }) }),
  fc.record({ does: fc.constant('removeRange' as const), from: fc.nat(300), length: fc.nat(40) }),
  fc.record({
    does: fc.constant('setRange' as const),
    from: fc.nat(300),
    length: fc.nat(120),
    enabled: fc.boolean(),
  }),
  fc.record({ does: fc.constant('merge' as const), thorough: fc.boolean() }),
);

describe('after whatever happened to it', () => {
  test.each(['compact', 'fast'] as const)('the index answers as a plain one does, %s', (layout) => {
    fc.assert(
      fc.property(fc.integer(), fc.array(step, { maxLength: 12 }), (seed, steps) => {
        const random = new RandomValues(seed);
        const centres = Array.from({ length: 4 }, () => random.bytes(32));
        const hash = () => random.at(random.below(3) ? random.below(36) : 0, centres[random.below(4)]!);
        const index = newIndex(layout);
        const plain = new PlainIndex();
        let ref = 0;
        const check = () => {
          const queries = packed([...centres, hash(), hash()]);
          expect(hitWords(index.near(queries, 31))).toEqual(plain.near(queries, 31));
          const md5s = packed([...centres, hash(), hash()].map((value) => value.subarray(0, 16)));
          expect(hitWords(index.exact('md5', md5s))).toEqual(plain.exact('md5', md5s));
        };
        for (const one of steps) {
          if (one.does === 'add') {
            const values = Array.from({ length: one.count }, hash);
            for (const target of [index, plain]) {
              target.add('pdq', packed(values), refsFrom(ref, one.count));
              target.add(
                'md5',
                packed(values.map((value) => value.subarray(0, 16))),
                refsFrom(ref, one.count),
              );
            }
            ref += one.count;
          } else if (one.does === 'remove') {
            const refs = refsFrom(0, ref).filter((_, i) => i % one.every === 0);
            index.remove(refs);
            plain.remove(refs);
          } else if (one.does === 'removeRange') {
            const last = Math.min(one.from + one.length, ref - 1);
            if (last < one.from) continue;
            index.removeRange(one.from, last);
            plain.remove(refsFrom(one.from, last - one.from + 1));
          } else if (one.does === 'setRange') {
            index.setRange(one.from, one.from + one.length, one.enabled);
            plain.setRange(one.from, one.from + one.length, one.enabled);
          } else index.merge(one.thorough);
          check();
        }
      }),
      { numRuns: 40 },
    );
  });
});

describe('removal', () => {
  const filled = () => {
    const random = new RandomValues(3);
    const index = newIndex();
    const values = random.bytes(50_000 * 32);
    index.add('pdq', values, refsFrom(0, 50_000));
    index.add('sha256', values, refsFrom(0, 50_000));
    index.merge();
    return { index, values };
  };

  test('gives memory back with the next merge', () => {
    const { index, values } = filled();
    const before = index.stats().bytes;
    index.removeRange(0, 44_999);
    expect(index.stats().bytes).toBe(before);
    index.merge();
    const after = index.stats();
    expect(after.algorithms.pdq.entries).toBe(5000);
    expect(after.algorithms.sha256.entries).toBe(5000);
    expect(after.bytes).toBeLessThan(before / 4);
    const queries = values.subarray(44_990 * 32, 45_010 * 32);
    expect(hitWords(index.exact('sha256', queries))).toEqual(
      Array.from({ length: 10 }, (_, i) => `${10 + i}:${45_000 + i}`),
    );
  });

  test('of little leaves the big segment alone, unless the merge is to be thorough', () => {
    const { index } = filled();
    index.remove(refsFrom(7, 3));
    index.merge();
    expect(index.stats().algorithms.pdq.entries).toBe(50_000);
    index.merge(true);
    expect(index.stats().algorithms.pdq.entries).toBe(49_997);
  });

  test('of everything leaves nothing', () => {
    const { index } = filled();
    index.removeRange(0, 0xffff_ffff);
    index.merge();
    expect(index.stats()).toMatchObject({ bytes: 0, algorithms: { pdq: { entries: 0, segments: 0 } } });
  });

  test('is for good: the ref cannot be added again', () => {
    const { index, values } = filled();
    index.remove(refsFrom(5, 1));
    const again = () => index.add('md5', values.subarray(0, 16), refsFrom(5, 1));
    expect(again).toThrow(expect.objectContaining({ problem: 'removed-ref' }));
    index.merge(true);
    expect(again).toThrow(expect.objectContaining({ problem: 'removed-ref' }));
  });
});

describe('growth', () => {
  test('by many small additions makes few segments, and a merge makes one', () => {
    const random = new RandomValues(4);
    const index = newIndex();
    for (let i = 0; i < 300; i++) index.add('sha1', random.bytes(100 * 20), refsFrom(i * 100, 100));
    expect(index.stats().algorithms.sha1.segments).toBeLessThan(14);
    index.merge();
    expect(index.stats().algorithms.sha1).toMatchObject({ entries: 30_000, segments: 1 });
  });

  test('beside a big segment does not write that one again', () => {
    const random = new RandomValues(5);
    const index = newIndex();
    index.add('md5', random.bytes(20_000 * 16), refsFrom(0, 20_000));
    index.merge();
    const [big] = index.parts.shelves.md5.segments;
    for (let i = 0; i < 10; i++) index.add('md5', random.bytes(100 * 16), refsFrom(20_000 + i * 100, 100));
    index.merge();
    expect(index.stats().algorithms.md5.segments).toBe(2);
    expect(index.parts.shelves.md5.segments).toContain(big);
  });

  test('goes on while a merge is under way, and so do removals', () => {
    const random = new RandomValues(6);
    const index = newIndex();
    const plain = new PlainIndex();
    const values = random.bytes(6000 * 32);
    const add = (from: number, count: number) => {
      for (const one of [index, plain])
        one.add('pdq', values.subarray(from * 32, (from + count) * 32), refsFrom(from, count));
    };
    add(0, 3000);
    let added = 3000;
    const queries = values.subarray(2990 * 32, 3010 * 32);
    for (const _ of index.merging()) {
      if (added < 6000) add(added, 10);
      added = Math.min(6000, added + 10);
      index.remove(refsFrom(added - 20, 1));
      plain.remove([added - 20]);
      if (added % 300 === 0) expect(hitWords(index.near(queries, 31))).toEqual(plain.near(queries, 31));
    }
    expect(added).toBeGreaterThan(3000);
    expect(hitWords(index.near(queries, 31))).toEqual(plain.near(queries, 31));
  });
});

describe('zero', () => {
  test('overwrites every memory the index took, also one of a merge under way', () => {
    const memories: WebAssembly.Memory[] = [];
    const Instance = WebAssembly.Instance;
    const values = new Uint8Array(3000 * 32).fill(0xa5);
    const index = newIndex();
    const spy = class extends Instance {
      constructor(module: WebAssembly.Module, imports?: WebAssembly.Imports) {
        super(module, imports);
        memories.push(imports?.env?.memory as WebAssembly.Memory);
      }
    };
    WebAssembly.Instance = spy;
    try {
      index.add('pdq', values, refsFrom(1, 3000));
      index.add('sha256', values, refsFrom(1, 3000));
      index.remove(refsFrom(1, 10));
      const merging = index.merging();
      for (let i = 0; i < 4; i++) merging.next();
      expect(memories.every(({ buffer }) => new Uint8Array(buffer).includes(0xa5))).toBe(true);
      index.zero();
      expect(memories.length).toBeGreaterThan(2);
      for (const { buffer } of memories)
        expect(new Uint8Array(buffer).some((byte) => byte !== 0)).toBe(false);
      expect(() => merging.next()).toThrow(expect.objectContaining({ problem: 'zeroed' }));
    } finally {
      WebAssembly.Instance = Instance;
    }
    expect(index.stats().bytes).toBe(0);
    expect(hitWords(index.exact('sha256', values.subarray(0, 32)))).toEqual([]);
    index.add('sha256', values.subarray(0, 32), refsFrom(9, 1));
    expect(hitWords(index.exact('sha256', values.subarray(0, 32)))).toEqual(['0:9']);
  });
});

test('a range that ends before it begins is no range', () => {
  const index = newIndex();
  for (const [first, last] of [
    [2, 1],
    [-1, 5],
    [0, 2 ** 32],
    [0.5, 2],
  ] as const) {
    const wrong = expect.objectContaining({ problem: 'wrong-input' });
    expect(() => index.setRange(first, last, false)).toThrow(wrong);
    expect(() => index.removeRange(first, last)).toThrow(wrong);
  }
});
