import { z } from 'zod';
import { HashAlgorithm } from '../../../shared/domain/hash-algorithm.ts';
import { type ListHash, ListRecordContent } from '../../../shared/domain/list-record.ts';
import { concat, utf8 } from '../../../shared/ledger/bytes.ts';
import { HASH_BYTES } from './formats/list-event.ts';
import type { ValueBlock } from './list-content.store.ts';
import type { RecordRow } from './list-records.ts';

export type BlockRow = Omit<ValueBlock, 'first'>;

/** Some rows of an import's content, in their order: bare values, then records. */
export interface ContentRows {
  blocks: BlockRow[];
  records: RecordRow[];
}

/** A part of an import's content as it travels. */
export interface ContentPiece {
  bytes: Uint8Array;
  /** How many refs its rows take. */
  refs: number;
}

/** Bytes of a piece. One row takes a fifth of it at most. */
const PIECE_BYTES = 1024 * 1024;
const LENGTH_BYTES = 4;
/** What the head says of one row besides a record's text. */
const OF_A_ROW = 64;

const Head = z.strictObject({
  blocks: z.array(z.tuple([HashAlgorithm, z.int().positive(), z.boolean()])),
  records: z.array(
    z.tuple([z.string().nullable(), z.string().nullable(), z.int().positive(), z.string().nullable()]),
  ),
});
type Head = z.infer<typeof Head>;

/** Packs rows in pieces: the length of a head in JSON, the head, and behind it the bytes of bare values. */
export function* inPieces(blocks: Iterable<BlockRow>, records: Iterable<RecordRow>): Generator<ContentPiece> {
  let rows: ContentRows = { blocks: [], records: [] };
  let size = LENGTH_BYTES;
  const full = (row: number): boolean => size > LENGTH_BYTES && size + row > PIECE_BYTES;
  const cut = (): ContentPiece => {
    const piece = packed(rows);
    rows = { blocks: [], records: [] };
    size = LENGTH_BYTES;
    return piece;
  };
  for (const block of blocks) {
    const row = OF_A_ROW + block.values.length + (block.qualities?.length ?? 0);
    if (full(row)) yield cut();
    rows.blocks.push(block);
    size += row;
  }
  for (const record of records) {
    // As JSON in JSON, in UTF-8.
    const row = OF_A_ROW + Buffer.byteLength(JSON.stringify([record.key, record.updatedAt, record.record]));
    if (full(row)) yield cut();
    rows.records.push(record);
    size += row;
  }
  if (size > LENGTH_BYTES) yield cut();
}

function packed({ blocks, records }: ContentRows): ContentPiece {
  const head: Head = {
    blocks: blocks.map(({ algorithm, count, qualities }) => [algorithm, count, qualities !== null]),
    records: records.map(({ key, updatedAt, refs, record }) => [key, updatedAt, refs, record]),
  };
  const text = utf8(JSON.stringify(head));
  const length = new Uint8Array(LENGTH_BYTES);
  new DataView(length.buffer).setUint32(0, text.length);
  const values = blocks.flatMap(({ values, qualities }) =>
    qualities === null ? [values] : [values, qualities],
  );
  return { bytes: concat(length, text, ...values), refs: refsOf({ blocks, records }) };
}

/** @returns null where these are not rows of a list's content */
export function readPiece(bytes: Uint8Array): ContentRows | null {
  if (bytes.length < LENGTH_BYTES) return null;
  const end = LENGTH_BYTES + new DataView(bytes.buffer, bytes.byteOffset).getUint32(0);
  const head = readHead(bytes.subarray(LENGTH_BYTES, end));
  if (head === null || end > bytes.length) return null;
  let at = end;
  const next = (length: number): Uint8Array => {
    at += length;
    return bytes.subarray(at - length, at);
  };
  const blocks = head.blocks.map(([algorithm, count, hasQualities]): BlockRow => {
    const values = next(count * HASH_BYTES[algorithm]);
    return { algorithm, count, values, qualities: hasQualities ? next(count) : null };
  });
  if (at !== bytes.length) return null;
  const records = head.records.map(
    ([key, updatedAt, refs, record]): RecordRow => ({ key, updatedAt, refs, record }),
  );
  return records.every(isRecord) ? { blocks, records } : null;
}

export const refsOf = ({ blocks, records }: ContentRows): number =>
  blocks.reduce((sum, { count }) => sum + count, 0) + records.reduce((sum, { refs }) => sum + refs, 0);

function readHead(bytes: Uint8Array): Head | null {
  try {
    return Head.parse(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)));
  } catch {
    return null;
  }
}

const isValue = ({ algorithm, value }: ListHash): boolean =>
  algorithm === 'photodna'
    ? /^[A-Za-z0-9+/]{192}$/.test(value)
    : value.length === 2 * HASH_BYTES[algorithm] && /^[0-9a-f]+$/.test(value);

/** Whether a row holds a record with as many values as it takes refs, or a tombstone. */
function isRecord({ record, refs }: RecordRow): boolean {
  if (record === null) return refs === 1;
  try {
    const { hashes, url } = ListRecordContent.parse(JSON.parse(record));
    return hashes.every(isValue) && hashes.length + (url === null ? 0 : 1) === refs;
  } catch {
    return false;
  }
}
