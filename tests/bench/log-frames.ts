import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

const LOG_HEADER_BYTES = 32;
const FRAME_HEADER_BYTES = 24;
const PAGE_BYTES = 4096;

/** What SQLite's write-ahead log holds since it was last moved to the database. */
export interface LogFrames {
  /** Differs after the log began anew. */
  salt: string;
  pages: number;
  /** Durable commits: SQLite waits for the disk once for each. */
  commits: number;
}

/** Reads the log of a database that may be open. Its frames say in plain text what they are; only pages are encrypted. */
export function logFrames(database: string): LogFrames {
  const file = openSync(`${database}-wal`, 'r');
  try {
    const header = Buffer.alloc(LOG_HEADER_BYTES);
    readSync(file, header, 0, LOG_HEADER_BYTES, 0);
    const salt = header.toString('hex', 16, 24);
    const frame = Buffer.alloc(FRAME_HEADER_BYTES);
    const end = fstatSync(file).size;
    let pages = 0;
    let commits = 0;
    for (let at = LOG_HEADER_BYTES; at < end; at += FRAME_HEADER_BYTES + PAGE_BYTES) {
      readSync(file, frame, 0, FRAME_HEADER_BYTES, at);
      if (frame.toString('hex', 8, 16) !== salt) break;
      pages += 1;
      // The size of the database after a commit; zero in other frames.
      if (frame.readUInt32BE(4) > 0) commits += 1;
    }
    return { salt, pages, commits };
  } finally {
    closeSync(file);
  }
}
