import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { concat, equalBytes, fromBase64, toBase64, toHex } from '../../../shared/ledger/bytes.ts';

const bytes = fc.uint8Array({ maxLength: 100 });

describe('base64 of the ledger', () => {
  test('is what Node writes, and reads back to the same bytes', () => {
    fc.assert(
      fc.property(bytes, (some) => {
        const text = toBase64(some);
        expect(text).toBe(Buffer.from(some).toString('base64'));
        expect(fromBase64(text)).toEqual(new Uint8Array(some));
      }),
    );
  });

  test('has one text for any bytes: whatever is read is written again exactly so', () => {
    const alphabet = fc.constantFrom(...'ABQZaz09+/=-_ \n');
    fc.assert(
      fc.property(fc.string({ unit: alphabet, maxLength: 9 }), (text) => {
        const read = fromBase64(text);
        expect(read === null || toBase64(read) === text).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  test('is refused with unused bits set, without padding, in the URL alphabet, or with space', () => {
    expect(
      ['QQ==', 'QR==', 'QQ', 'QUE', 'QUF=', '-_-_', 'QUFB\n', 'Q UFB', '='].map(
        (text) => fromBase64(text) !== null,
      ),
    ).toEqual([true, ...Array(8).fill(false)]);
  });
});

test('bytes are joined, compared and written in hexadecimal as Node does', () => {
  fc.assert(
    fc.property(bytes, bytes, (a, b) => {
      expect(Buffer.from(concat(a, b)).equals(Buffer.concat([a, b]))).toBe(true);
      expect(toHex(a)).toBe(Buffer.from(a).toString('hex'));
      expect(equalBytes(a, b)).toBe(Buffer.from(a).equals(Buffer.from(b)));
      expect(equalBytes(a, a.slice())).toBe(true);
    }),
  );
});
