import { describe, expect, test } from 'vitest';
import { inPieces, readPiece, refsOf } from '../../../../src-main/engine/lists/list-pieces.ts';
import { listRecord } from '../../../support/a-hash-list.ts';
import { aHash } from '../../../support/a-report.ts';

const block = (count: number, fill: number) => ({
  algorithm: 'md5' as const,
  count,
  values: new Uint8Array(count * 16).fill(fill),
  qualities: null,
});
const near = {
  algorithm: 'pdq' as const,
  count: 2,
  values: new Uint8Array(64).fill(7),
  qualities: Uint8Array.of(50, 255),
};
const row = (id: string) => ({
  key: JSON.stringify([null, id]),
  updatedAt: null,
  refs: 1,
  record: JSON.stringify(listRecord({ sourceId: id, hashes: [{ algorithm: 'md5', value: aHash(32, 1) }] })),
});
const tombstone = { key: '[null,"gone"]', updatedAt: '2026-01-01T00:00:00.000Z', refs: 1, record: null };

describe('the content of an import in pieces', () => {
  test('is read back as it was, in its order, and no piece is larger than a hub takes', () => {
    const blocks = [...Array.from({ length: 40 }, (_, index) => block(4096, index)), near];
    const records = [row('a'), tombstone, ...Array.from({ length: 5000 }, (_, index) => row(`r${index}`))];
    const pieces = [...inPieces(blocks, records)];
    const read = pieces.map(({ bytes }) => readPiece(bytes)!);
    expect(
      read.flatMap((one) => one.blocks).map(({ values, ...rest }) => [rest, values[0], values.length]),
    ).toEqual(blocks.map(({ values, ...rest }) => [rest, values[0], values.length]));
    expect(read.flatMap((one) => one.records)).toEqual(records);
    expect(pieces.map(({ refs }) => refs)).toEqual(read.map(refsOf));
    expect(pieces.length).toBeGreaterThan(2);
    for (const { bytes } of pieces) expect(bytes.length).toBeLessThanOrEqual(1024 * 1024);
  });

  test('of nothing is no piece', () => {
    expect([...inPieces([], [])]).toEqual([]);
  });

  test.each([
    ['nothing', new Uint8Array()],
    ['a head that is longer than the piece', Uint8Array.of(0, 0, 1, 0, 1)],
    ['a head that is no JSON', Uint8Array.of(0, 0, 0, 1, 65)],
    ['values that are cut off', [...inPieces([block(3, 1)], [])][0]!.bytes.slice(0, -1)],
    ['bytes behind the values', new Uint8Array([...[...inPieces([block(3, 1)], [])][0]!.bytes, 0])],
    ['a record with another number of values', [...inPieces([], [{ ...row('a'), refs: 2 }])][0]!.bytes],
    ['a record that is none', [...inPieces([], [{ ...row('a'), record: '{}' }])][0]!.bytes],
    [
      'a value that is none',
      [...inPieces([], [{ ...row('a'), record: row('a').record.replace(aHash(32, 1), 'zz') }])][0]!.bytes,
    ],
  ])('is not read from %s', (_, bytes) => {
    expect(readPiece(bytes)).toBeNull();
  });
});
