import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CaseId, DestinationId, uuidv7 } from '../../../shared/domain/ids.ts';

const random = fc.uint8Array({ minLength: 10, maxLength: 10 });
const time = fc.integer({ min: 0, max: 2 ** 48 - 1 });

describe('an identifier', () => {
  test('is the UUIDv7 of RFC 9562, appendix A.6', () => {
    // unix_ts_ms 0x017F22E279B0, rand_a 0xCC3, rand_b 0x18C4DC0C0C07398F
    const parts = Uint8Array.from([0x0c, 0xc3, 0x18, 0xc4, 0xdc, 0x0c, 0x0c, 0x07, 0x39, 0x8f]);
    expect(uuidv7(0x017f22e279b0, parts)).toBe('017f22e2-79b0-7cc3-98c4-dc0c0c07398f');
  });

  test('holds the time, the version, the variant and every other random bit', () => {
    fc.assert(
      fc.property(time, random, (ms, bytes) => {
        const id = uuidv7(ms, bytes);
        const bits = BigInt(`0x${id.replaceAll('-', '')}`);
        const given = bytes.reduce((all, byte) => (all << 8n) | BigInt(byte), 0n);
        expect({
          time: Number(bits >> 80n),
          version: Number((bits >> 76n) & 0xfn),
          randA: (bits >> 64n) & 0xfffn,
          variant: Number((bits >> 62n) & 0b11n),
          randB: bits & ((1n << 62n) - 1n),
        }).toEqual({
          time: ms,
          version: 7,
          randA: (given >> 64n) & 0xfffn,
          variant: 0b10,
          randB: given & ((1n << 62n) - 1n),
        });
        expect(CaseId.parse(id)).toBe(id);
      }),
    );
  });

  test('sorts as text by the time it was made, whatever is random in it', () => {
    fc.assert(
      fc.property(time, time, random, random, (a, b, x, y) => {
        fc.pre(a !== b);
        expect(uuidv7(a, x) < uuidv7(b, y)).toBe(a < b);
      }),
    );
  });

  test('is made also by a clock that stands before 1970 or between milliseconds', () => {
    const bytes = new Uint8Array(10);
    expect([uuidv7(-5, bytes), uuidv7(1.9, bytes)]).toEqual([
      '00000000-0000-7000-8000-000000000000',
      '00000000-0001-7000-8000-000000000000',
    ]);
  });

  test('is of version 7, or of version 4 where it must not tell a time; not another version, variant, case or form', () => {
    const good = '017f22e2-79b0-7cc3-98c4-dc0c0c07398f';
    const texts = [
      good,
      good.replace('-7cc3', '-4cc3'),
      good.replace('-7cc3', '-6cc3'),
      good.replace('-98c4', '-c8c4'),
      good.toUpperCase(),
      good.replaceAll('-', ''),
      `{${good}}`,
      `${good}\n`,
      ` ${good}`,
    ];
    expect(texts.map((text) => CaseId.safeParse(text).success)).toEqual([
      true,
      true,
      ...Array(7).fill(false),
    ]);
  });
});

test('a destination is named by a short word in lower case', () => {
  const texts = [
    'police',
    'iccam',
    'police-2',
    '',
    'Police',
    '2police',
    'police/..',
    'p'.repeat(33),
    'police\n',
  ];
  expect(texts.map((text) => DestinationId.safeParse(text).success)).toEqual([
    ...Array(3).fill(true),
    ...Array(6).fill(false),
  ]);
});
