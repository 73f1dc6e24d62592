import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ReportInput, readDate } from '../../../shared/domain/report.ts';

describe('readDate', () => {
  it.each([
    ['2025-01-02', '2025-01-02T00:00:00.000Z'],
    ['2025-01-02T03:04', '2025-01-02T03:04:00.000Z'],
    ['2025-01-02T03:04:05.678Z', '2025-01-02T03:04:05.678Z'],
    ['2025-01-01T00:00:00.0000Z', '2025-01-01T00:00:00.000Z'],
    ['2025-01-02 03:04:05', '2025-01-02T03:04:05.000Z'],
    ['2025-01-02T03:04:05+02:00', '2025-01-02T01:04:05.000Z'],
    ['2025-01-02T03:04:05-0130', '2025-01-02T04:34:05.000Z'],
    ['/Date(1735787045000+0000)/', '2025-01-02T03:04:05.000Z'],
    ['/Date(1735787045000)/', '2025-01-02T03:04:05.000Z'],
    ['2024-02-29', '2024-02-29T00:00:00.000Z'],
  ])('reads %j', (text, instant) => {
    expect(readDate(text)).toBe(instant);
  });

  it.each([
    '',
    'yesterday',
    '1',
    '2025',
    'call me in May 5',
    '01/02/2025 03:04:05 AM',
    '0000-01-01T00:00:00Z',
    '0001-01-01',
    '9999-12-31T23:59:59Z',
    '1899-12-30',
    '2025-02-30',
    '2025-13-01',
    '2025-01-01T24:01:00Z',
    '/Date(-62135596800000)/',
    '/Date(999999999999999)/',
    '/Date(1e9)/',
  ])('does not guess at %j', (text) => {
    expect(readDate(text)).toBeNull();
  });

  it('reads its own answer as the same instant', () => {
    const believable = fc.date({
      min: new Date('1995-01-01'),
      max: new Date('2100-12-31'),
      noInvalidDate: true,
    });
    fc.assert(fc.property(believable, (date) => readDate(date.toISOString()) === date.toISOString()));
  });
});

describe('ReportInput', () => {
  it('normalises hashes and countries', () => {
    expect(
      ReportInput.parse({
        receivedAt: null,
        channel: 'phone',
        subjects: [
          {
            kind: 'file',
            hashes: { md5: ' D41D8CD98F00B204E9800998ECF8427E ' },
            hosting: { country: 'be', ip: '192.0.2.1' },
          },
        ],
      }),
    ).toEqual({
      receivedAt: null,
      channel: 'phone',
      subjects: [
        {
          kind: 'file',
          hashes: { md5: 'd41d8cd98f00b204e9800998ecf8427e' },
          hosting: { country: 'BE', ip: '192.0.2.1' },
        },
      ],
    });
  });
});
