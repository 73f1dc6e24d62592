import { readFileSync, statSync } from 'node:fs';
import { Reader, type Response } from 'mmdb-lib';
import { z } from 'zod';

/** What the file says of itself. */
const Metadata = z.object({
  binaryFormatMajorVersion: z.literal(2),
  buildEpoch: z.date(),
  databaseType: z.string(),
  ipVersion: z.union([z.literal(4), z.literal(6)]),
  searchTreeSize: z.int().positive(),
});

/** Zero bytes between the tree and the data; others are there where the file lost its beginning. */
const SEPARATOR = 16;
/** Larger files are no tables of countries; one is read whole into memory. */
const LARGEST = 512 * 1024 * 1024;

/** The file is there and is no table in the MaxMind DB form, version 2. */
export class NoHostingTable extends Error {}

/** A table of networks, in the file that the hotline supplies. */
export interface HostingTable {
  builtAt: string;
  type: string;
  ipVersion: 4 | 6;
  /**
   * The record of the network that an address is in, and the bits of that network; null where there is none.
   * @param ip in digits; of the version that the table has
   * @throws where the table is damaged there
   */
  find(ip: string): { record: unknown; prefix: number } | null;
}

/** The tables there are, by the absolute paths of their files. */
export interface HostingTables {
  /** @throws NoHostingTable, or a file error */
  read(path: string): HostingTable;
  /**
   * What differs once the file was replaced.
   * @throws a file error
   */
  mark(path: string): string;
}

export const nodeHostingTables: HostingTables = {
  read: readHostingTable,
  mark: (path) => {
    const { mtimeMs, size, ino } = statSync(path);
    return `${mtimeMs} ${size} ${ino}`;
  },
};

function readHostingTable(path: string): HostingTable {
  if (!statSync(path).isFile()) throw new NoHostingTable('not a file');
  if (statSync(path).size > LARGEST) throw new NoHostingTable('larger than 512 MiB');
  const bytes = readFileSync(path);
  const { reader, metadata } = readerOf(bytes);
  const { buildEpoch, databaseType, ipVersion } = metadata;
  return {
    builtAt: buildEpoch.toISOString(),
    type: databaseType,
    ipVersion,
    find: (ip) => {
      const [record, prefix] = reader.getWithPrefixLength(ip);
      return record === null ? null : { record, prefix };
    },
  };
}

function readerOf(bytes: Buffer) {
  try {
    const reader = new Reader<Response>(bytes);
    const metadata = Metadata.parse(reader.metadata);
    const between = bytes.subarray(metadata.searchTreeSize, metadata.searchTreeSize + SEPARATOR);
    if (between.length === SEPARATOR && between.every((byte) => byte === 0)) return { reader, metadata };
  } catch {
    // The library throws whatever the bytes led it to.
  }
  throw new NoHostingTable('no MaxMind DB file of version 2');
}
