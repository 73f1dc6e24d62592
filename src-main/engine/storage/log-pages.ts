import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { storageFailure } from './failure.ts';

/** The pages of which the write-ahead log of a database holds a newer version than the database's file. */
export interface LogPages {
  pageBytes: number;
  /** Size of the database after the last commit in the log. */
  databaseBytes: number;
  /** Where the newest committed version of a page stands in the log; pages are counted from one, as SQLite does. */
  at: ReadonlyMap<number, number>;
}

/** https://sqlite.org/fileformat2.html#walformat */
const HEADER_BYTES = 32;
const FRAME_HEADER_BYTES = 24;
const MAGIC = 0x377f0682;

/**
 * Reads which pages a log holds, as SQLite does when it opens a database after a crash: frames count up to the last
 * commit before the first whose salt or checksum is wrong. SQLCipher encrypts a page the same for log and file.
 * @param path of the log, to which nothing is written meanwhile
 * @returns null where the log is missing or holds no commit
 * @throws Failure STORAGE
 */
export function readLogPages(path: string): LogPages | null {
  try {
    const file = openSync(path, 'r');
    try {
      return pagesOf(file, fstatSync(file).size);
    } finally {
      closeSync(file);
    }
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw storageFailure(error) ?? error;
  }
}

function pagesOf(file: number, bytes: number): LogPages | null {
  const header = Buffer.alloc(HEADER_BYTES);
  if (readSync(file, header, 0, HEADER_BYTES, 0) < HEADER_BYTES) return null;
  const magic = header.readUInt32BE(0);
  if ((magic & ~1) >>> 0 !== MAGIC) return null;
  const add = checksum((magic & 1) === 1);
  let sum = add([0, 0], header.subarray(0, 24));
  if (!isSum(sum, header, 24)) return null;
  const pageBytes = header.readUInt32BE(8);
  const frame = Buffer.alloc(FRAME_HEADER_BYTES + pageBytes);
  const at = new Map<number, number>();
  const open = new Map<number, number>();
  let databaseBytes = 0;
  for (let from = HEADER_BYTES; from + frame.length <= bytes; from += frame.length) {
    if (readSync(file, frame, 0, frame.length, from) < frame.length) break;
    if (frame.compare(header, 16, 24, 8, 16) !== 0) break;
    sum = add(add(sum, frame.subarray(0, 8)), frame.subarray(FRAME_HEADER_BYTES));
    if (!isSum(sum, frame, 16)) break;
    open.set(frame.readUInt32BE(0), from + FRAME_HEADER_BYTES);
    const pagesAfterCommit = frame.readUInt32BE(4);
    if (pagesAfterCommit === 0) continue;
    for (const [page, where] of open) at.set(page, where);
    open.clear();
    databaseBytes = pagesAfterCommit * pageBytes;
  }
  return at.size === 0 ? null : { pageBytes, databaseBytes, at };
}

type Sum = readonly [number, number];

const isSum = ([first, second]: Sum, bytes: Buffer, at: number): boolean =>
  bytes.readUInt32BE(at) === first && bytes.readUInt32BE(at + 4) === second;

/** SQLite's checksum over pairs of 32-bit numbers, in the byte order that the log's first number names. */
const checksum =
  (isBigEndian: boolean) =>
  (before: Sum, bytes: Buffer): Sum => {
    let [first, second] = before;
    const words = new Uint32Array(bytes.length / 4);
    for (let at = 0; at < words.length; at++)
      words[at] = isBigEndian ? bytes.readUInt32BE(at * 4) : bytes.readUInt32LE(at * 4);
    for (let at = 0; at < words.length; at += 2) {
      first = (first + words[at]! + second) >>> 0;
      second = (second + words[at + 1]! + first) >>> 0;
    }
    return [first, second];
  };
