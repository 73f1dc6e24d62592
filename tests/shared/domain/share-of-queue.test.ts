import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { beginsWith } from '../../../shared/domain/share-of-queue.ts';

const names = fc.uniqueArray(fc.uuid(), { minLength: 1, maxLength: 8 });

describe('the sharing out of a queue among seats that cannot ask each other', () => {
  test('is the same whatever the order of the seats', () => {
    fc.assert(
      fc.property(fc.uuid(), names, (id, devices) => {
        expect(beginsWith(id, [...devices].reverse())).toBe(beginsWith(id, devices));
      }),
    );
  });

  test('leaves the shares of the others as they were where a seat is gone', () => {
    fc.assert(
      fc.property(fc.uuid(), names, fc.uuid(), (id, devices, gone) => {
        const before = beginsWith(id, [...devices, gone]);
        if (before !== gone) expect(beginsWith(id, devices)).toBe(before);
      }),
    );
  });

  test('gives every seat about as many cases', () => {
    const devices = ['a', 'b', 'c', 'd', 'e'];
    const counts = new Map<string, number>();
    for (let number = 0; number < 10_000; number++) {
      const device = beginsWith(`case ${number}`, devices);
      counts.set(device, (counts.get(device) ?? 0) + 1);
    }
    for (const device of devices) {
      expect(counts.get(device)).toBeGreaterThan(1800);
      expect(counts.get(device)).toBeLessThan(2200);
    }
  });
});
