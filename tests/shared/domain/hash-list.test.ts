import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ColumnMapping, HashListInfo, isStale, ListReading } from '../../../shared/domain/hash-list.ts';
import { refusalsOf } from '../../../shared/domain/refusal.ts';

const DAY = 86_400_000;
const NOON = Date.parse('2026-03-10T12:00:00.000Z');

describe('what is known about a list', () => {
  const info = {
    id: '01890000-0000-7000-8000-000000000001',
    name: 'Example list',
    owner: 'Example Hotline',
    purpose: 'Finding again what was found before',
    meaning: 'baseline',
    trust: 'high',
    licence: 'May be used by members, until 2027-01-01',
    asOf: '2026-03-01',
    version: 3,
    enabled: true,
    counts: { records: 2, urls: 0, hashes: { md5: 2 } },
  };

  test('is taken as it stands', () => {
    expect(HashListInfo.parse(info)).toEqual(info);
  });

  test.each([
    ['a meaning nobody knows', { meaning: 'bad' }],
    ['a date that is none', { asOf: '2026-02-30' }],
    ['a negative count', { counts: { records: -1, urls: 0, hashes: {} } }],
    ['a hash nobody knows', { counts: { records: 0, urls: 0, hashes: { crc32: 1 } } }],
    ['no name', { name: '' }],
    ['something more', { file: 'a.jpg' }],
  ])('is refused with %s', (_, members) => {
    expect(HashListInfo.safeParse({ ...info, ...members }).success).toBe(false);
  });
});

describe('a list is stale', () => {
  test.each([
    ['on its own day', '2026-03-10', 0, false],
    ['the day after, where it may be no older', '2026-03-09', 0, true],
    ['on the last day it may have', '2026-03-03', 7, false],
    ['a day later', '2026-03-02', 7, true],
    ['with the date of a day that has begun further east', '2026-03-11', 7, false],
    ['with a date further ahead', '2026-03-13', 7, true],
    ['without a date', null, 7, true],
    ['with a date that is none', 'yesterday', 7, true],
  ])('%s', (_, asOf, days, expected) => {
    expect(isStale(asOf, NOON, days)).toBe(expected);
  });

  test('for good, once it is', () => {
    fc.assert(
      fc.property(fc.nat(1000), fc.nat(1000), fc.nat(60), (age, more, days) => {
        const asOf = '2020-01-01';
        const nowMs = Date.parse(asOf) + age * DAY;
        fc.pre(isStale(asOf, nowMs, days));
        expect(isStale(asOf, nowMs + more * DAY, days)).toBe(true);
      }),
    );
  });
});

describe('a mapping of columns', () => {
  const problems = (mapping: unknown) => {
    const parsed = ColumnMapping.safeParse(mapping);
    return parsed.success
      ? []
      : refusalsOf(parsed.error, null).map(({ field, detail }) => [field, detail.code]);
  };

  test('has commas unless it says otherwise', () => {
    expect(ColumnMapping.parse({ header: true, columns: { md5: ' Hash ' } })).toEqual({
      delimiter: ',',
      header: true,
      columns: { md5: 'Hash' },
    });
  });

  test.each([
    [
      'maps no hash and no address',
      { header: true, columns: { id: 'id' } },
      'columns',
      'mapping-without-value',
    ],
    [
      'names a column where there is no header',
      { header: false, columns: { md5: 'hash' } },
      'columns.md5',
      'mapping-needs-number',
    ],
    [
      'uses one column twice',
      { header: true, columns: { md5: 'a', id: 'A' } },
      'columns',
      'mapping-uses-column-twice',
    ],
    [
      'has a quality of nothing',
      { header: true, columns: { md5: 1, pdqQuality: 2 } },
      'columns',
      'mapping-of-quality-alone',
    ],
    [
      'states a value but not of which algorithm it is',
      { header: true, columns: { value: 1 } },
      'columns',
      'mapping-of-half-a-pair',
    ],
    ['counts from zero', { header: false, columns: { md5: 0 } }, 'columns.md5', 'number-too-small'],
    [
      'has a delimiter nobody uses',
      { header: true, delimiter: 'x', columns: { md5: 1 } },
      'delimiter',
      'not-among',
    ],
  ])('is refused where it %s', (_, mapping, field, code) => {
    expect(problems(mapping)).toEqual([[field, code]]);
  });
});

test('how a list is read is said in one value that can be saved', () => {
  const readings = [
    { format: 'sums', algorithm: 'sha256' },
    { format: 'sums' },
    { format: 'csv', mapping: { delimiter: ';', header: true, columns: { md5: 'hash' } } },
  ];
  expect(readings.map((reading) => ListReading.parse(reading))).toEqual(readings);
  expect(ListReading.safeParse({ format: 'sums', algorithm: 'pdq' }).success).toBe(false);
});
