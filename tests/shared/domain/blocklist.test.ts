import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BlockableHost, isLaterSerial, nextSerial } from '../../../shared/domain/blocklist.ts';

const LAST = 2 ** 32 - 1;
const serial = fc.integer({ min: 1, max: LAST });

describe('serials', () => {
  test('are compared as RFC 1982 says, also past the end of 32 bits', () => {
    expect([
      isLaterSerial(2, 1),
      isLaterSerial(1, 2),
      isLaterSerial(1, 1),
      isLaterSerial(0, LAST),
      isLaterSerial(LAST, 0),
      isLaterSerial(2 ** 31, 1),
      isLaterSerial(2 ** 31 + 1, 1),
      isLaterSerial(1, 2 ** 31 + 1),
    ]).toEqual([true, false, false, true, false, true, false, false]);
  });

  test.each([
    ['the first is the time', [], 1_800_000_000_000, 1_800_000_000],
    [
      'one later than the last, where the clock has not moved',
      [1_800_000_000],
      1_800_000_000_999,
      1_800_000_001,
    ],
    ['one later than the last, where the clock is behind', [1_800_000_000], 1_700_000_000_000, 1_800_000_001],
    ['the time again, once it passed the last', [1_800_000_000], 1_800_000_900_000, 1_800_000_900],
    [
      'past what resolvers have, whatever the vault knows',
      [5, 1_900_000_000],
      1_800_000_000_000,
      1_900_000_001,
    ],
    ['past the end without 0', [LAST], 1_800_000_000_000, 1_800_000_000],
    ['past the end by one, with a clock behind', [LAST], (LAST - 5) * 1000, 1],
  ])('%s', (_, given, nowMs, next) => {
    expect(nextSerial(given, nowMs)).toBe(next);
  });

  test('grow, whatever clock and last serial are, and never are 0', () => {
    fc.assert(
      fc.property(serial, fc.integer({ min: 0, max: 20_000_000_000_000 }), (last, nowMs) => {
        const next = nextSerial([last], nowMs);
        return isLaterSerial(next, last) && next > 0 && next <= LAST;
      }),
    );
  });
});

test.each(['a.example', 'xn--bcher-kva.example', 'a_b.c-d.example'])('%s can be a whole host', (host) => {
  expect(BlockableHost.safeParse(host).success).toBe(true);
});

test.each([
  ['an IP address', '192.0.2.1'],
  ['a top-level domain', 'example'],
  ['a host that says where it ends', 'a.example.'],
  ['all below a host', '*.a.example'],
  ['capitals', 'A.example'],
  ['a comment of a zone file', 'a;b.example'],
  ['a directive of a zone file', '$include.example'],
  ['a second line', 'a.example\nb.example'],
  ['a label too long for DNS', `${'a'.repeat(64)}.example`],
  ['a name too long with that of a zone', `${'a.'.repeat(95)}example`],
])('%s can be none', (_, host) => {
  expect(BlockableHost.safeParse(host).success).toBe(false);
});
