import { describe, expect, test } from 'vitest';
import { copiedDeeds } from '../../../src-main/hub/copied-deeds.ts';

const HEAD = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1');
const END = Buffer.from([0xff, 0xff]);
const ADA = '0190000a-0000-7000-8000-00000000000a';

const value = (bytes: Buffer): Buffer[] => [int(4, bytes.length), bytes];
const int = (width: 2 | 4 | 8, of: number): Buffer => {
  const bytes = Buffer.alloc(width);
  if (width === 8) bytes.writeBigInt64BE(BigInt(of));
  else bytes.writeIntBE(of, 0, width);
  return bytes;
};
const row = (...values: Buffer[]): Buffer => Buffer.concat([int(2, values.length), ...values.flatMap(value)]);
const uuid = (text: string): Buffer => Buffer.from(text.replaceAll('-', ''), 'hex');
const aRow = row(int(8, 7_000_000_000), uuid(ADA), int(8, 3), int(4, 2), Buffer.from('sealed'));

describe('deeds that PostgreSQL copies', () => {
  test('are read with all their values', () => {
    const other = row(int(8, 7_000_000_001), uuid(ADA), int(8, 4), int(4, 2), Buffer.alloc(0));
    expect(copiedDeeds(Buffer.concat([HEAD, aRow, other, END]))).toEqual([
      {
        position: 7_000_000_000,
        device: ADA,
        seq: 3,
        epoch: 2,
        sealed: new Uint8Array(Buffer.from('sealed')),
      },
      { position: 7_000_000_001, device: ADA, seq: 4, epoch: 2, sealed: new Uint8Array() },
    ]);
    expect(copiedDeeds(Buffer.concat([HEAD, END]))).toEqual([]);
  });

  test.each<[string, Buffer[]]>([
    ['nothing', []],
    ['another format', [Buffer.from('1\tsealed\n\\.\n')]],
    ['no end', [HEAD, aRow]],
    ['a row that is cut off', [HEAD, aRow.subarray(0, -1)]],
    ['something behind the end', [HEAD, aRow, END, Buffer.from([0])]],
    ['a row of other columns', [HEAD, row(int(8, 1), uuid(ADA)), END]],
    ['a place below 0', [HEAD, row(int(8, -1), uuid(ADA), int(8, 3), int(4, 2), Buffer.alloc(1)), END]],
    ['an id that is too short', [HEAD, row(int(8, 1), Buffer.alloc(15), int(8, 3), int(4, 2), END), END]],
    ['a number of another width', [HEAD, row(int(8, 1), uuid(ADA), int(4, 3), int(4, 2), END), END]],
    [
      'a place that no number can be',
      [HEAD, row(Buffer.alloc(8, 0x7f), uuid(ADA), int(8, 3), int(4, 2), END), END],
    ],
    [
      'a value that is null',
      [HEAD, int(2, 5), ...[int(8, 1), uuid(ADA), int(8, 3), int(4, 2)].flatMap(value), int(4, -1), END],
    ],
  ])('are none where there is %s', (_, parts) => {
    expect(copiedDeeds(Buffer.concat(parts))).toBe(null);
  });
});
