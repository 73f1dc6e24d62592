import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readHashValue } from '../../../shared/domain/hash-value.ts';
import { arbitraryPhotoDna } from '../../support/a-hash-list.ts';
import { aHash } from '../../support/a-report.ts';

describe('a hash value of a list', () => {
  test.each([
    ['md5', aHash(32, 1)],
    ['sha1', aHash(40, 1)],
    ['sha256', aHash(64, 1)],
    ['pdq', aHash(64, 1)],
  ] as const)('%s is read in either case and with blanks around', (algorithm, value) => {
    expect(readHashValue(algorithm, ` ${value.toUpperCase()}\n`)).toEqual({ value });
  });

  test('of PhotoDNA is the same value as base64 and as numbers', () => {
    fc.assert(
      fc.property(arbitraryPhotoDna, fc.constantFrom(',', ', ', ' , '), (value, comma) => {
        const numbers = [...Buffer.from(value, 'base64')].join(comma);
        expect([readHashValue('photodna', value), readHashValue('photodna', numbers)]).toEqual([
          { value },
          { value },
        ]);
      }),
    );
  });

  test.each([
    ['md5', aHash(31, 1), 'bad-hash'],
    ['sha1', aHash(64, 1), 'bad-hash'],
    ['sha256', `0x${aHash(64, 1)}`, 'bad-hash'],
    ['photodna', 'a1...', 'bad-hash'],
    ['photodna', Array.from({ length: 143 }, () => 7).join(','), 'bad-hash'],
    ['photodna', Array.from({ length: 144 }, () => 256).join(','), 'bad-hash'],
    ['photodna', Array.from({ length: 144 }, () => -1).join(','), 'bad-hash'],
    ['photodna', '1,'.repeat(100_000), 'bad-hash'],
    ['pdq', aHash(32, 1), 'known-bad'],
    ['pdq', '0'.repeat(64), 'known-bad'],
    ['pdq', '0'.repeat(63), 'bad-hash'],
  ] as const)('%s is refused: %s', (algorithm, text, problem) => {
    expect(readHashValue(algorithm, text)).toMatchObject({ problem });
  });
});
