import { describe, expect, it } from 'vitest';
import { bitPicture } from '../../../src-renderer/features/lists/differing-bits.ts';
import { ageOf, sizeOf } from '../../../src-renderer/features/lists/list-age.ts';
import { aHashList } from '../support/a-hash-list.ts';

const NOON = Date.parse('2026-11-21T12:00:00.000Z');

describe('the age of a list', () => {
  it('is counted in days, and warns where the engine says it is old', () => {
    expect(ageOf({ asOf: '2026-11-20', isStale: false }, NOON)).toEqual({ kind: 'fresh', days: 1 });
    expect(ageOf({ asOf: '2026-08-01', isStale: true }, NOON)).toEqual({ kind: 'old', days: 112 });
    expect(ageOf({ asOf: '2027-01-01', isStale: true }, NOON)).toEqual({ kind: 'future' });
    expect(ageOf({ asOf: null, isStale: true }, NOON)).toEqual({ kind: 'no-date' });
  });

  it('of tomorrow, further east, counts as today', () => {
    expect(ageOf({ asOf: '2026-11-22', isStale: false }, NOON)).toEqual({ kind: 'fresh', days: 0 });
  });
});

describe('the size of a list', () => {
  it('counts hashes of every algorithm and addresses', () => {
    expect(sizeOf(aHashList(1))).toBe(7);
  });
});

describe('the picture of two PDQ', () => {
  it('marks the bits that differ', () => {
    const picture = bitPicture(`8${'0'.repeat(63)}`, `1${'0'.repeat(62)}1`);
    expect(picture?.distance).toBe(3);
    expect(picture?.differ.flatMap((differs, at) => (differs ? [at] : []))).toEqual([0, 3, 255]);
    expect(picture?.set.indexOf(true)).toBe(0);
  });

  it('is none where one of them is no PDQ', () => {
    expect(bitPicture('abc', '0'.repeat(64))).toBeNull();
  });
});
