import { describe, expect, test } from 'vitest';
import { uuidv7 } from '../../../shared/domain/ids.ts';
import { idSource } from '../../../src-main/engine/storage/id-source.ts';
import { ManualClock } from '../../../src-main/ports/clock.ts';
import { type Entropy, EntropyAhead, SeededEntropy, systemEntropy } from '../../../src-main/ports/entropy.ts';

describe('entropy', () => {
  test('of the system is different each time and as long as asked', () => {
    const drawn = Array.from({ length: 100 }, () => Buffer.from(systemEntropy.bytes(16)).toString('hex'));
    expect([new Set(drawn).size, new Set(drawn.map((text) => text.length)).size]).toEqual([100, 1]);
  });

  test('of a seed repeats itself, and another seed gives another', () => {
    const drawn = [1, 1, 2].map((seed) => Buffer.from(new SeededEntropy(seed).bytes(32)).toString('hex'));
    expect([drawn[0] === drawn[1], drawn[0] === drawn[2]]).toEqual([true, false]);
  });

  test('of a seed of zero is not all zeros', () => {
    expect(new SeededEntropy(0).bytes(16).some((byte) => byte !== 0)).toBe(true);
  });
});

describe('entropy fetched ahead', () => {
  test('is what the source gave, each byte once, whatever the lengths', () => {
    const [ahead, source] = [new EntropyAhead(new SeededEntropy(5)), new SeededEntropy(5)];
    const lengths = Array.from({ length: 400 }, (_, index) => [10, 16, 32, 64][index % 4]!);
    const given = lengths.map((length) => Buffer.from(ahead.bytes(length)).toString('hex'));
    const fetched = Buffer.concat(Array.from({ length: 4 }, () => source.bytes(4096))).toString('hex');
    // The end of each lot is left out where a part does not fit into it.
    let at = 0;
    for (const part of given) {
      const found = fetched.indexOf(part, at);
      expect(found - at).toBeLessThan(128);
      expect(found).toBeGreaterThanOrEqual(at);
      at = found + part.length;
    }
    expect(new Set(given).size).toBe(400);
  });

  test('is not kept once it was given out, and what was given out stays as it was', () => {
    const lots: Uint8Array[] = [];
    const source: Entropy = {
      bytes: (length) => {
        lots.push(new Uint8Array(length).fill(7));
        return lots.at(-1)!;
      },
    };
    const ahead = new EntropyAhead(source);
    const given = ahead.bytes(32);
    ahead.bytes(64);
    expect([...given]).toEqual(Array(32).fill(7));
    expect(lots.map(({ length }) => length)).toEqual([4096]);
  });

  test('is not used for more than salts and ids', () => {
    const asked: number[] = [];
    const ahead = new EntropyAhead({
      bytes: (length) => {
        asked.push(length);
        return new Uint8Array(length);
      },
    });
    expect([ahead.bytes(65).length, ahead.bytes(64).length]).toEqual([65, 64]);
    expect(asked).toEqual([65, 4096]);
  });
});

describe('ids', () => {
  test('rise strictly, within a millisecond, when it has more than it can count, and when the clock is set back', () => {
    const clock = new ManualClock(1_000_000);
    const next = idSource(clock, new SeededEntropy(3));
    const ids = Array.from({ length: 5000 }, next);
    clock.jump(-500_000);
    ids.push(next(), next());
    clock.jump(1_000_000);
    ids.push(next());
    expect(ids).toEqual([...ids].sort());
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('say when they were made', () => {
    const clock = new ManualClock('2026-11-21T18:00:00.000Z');
    const id = idSource(clock, new SeededEntropy(4))();
    expect(Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16)).toBe(clock.nowMs());
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(uuidv7(clock.nowMs(), new Uint8Array(10)).slice(0, 13)).toBe(id.slice(0, 13));
  });
});
