import type { HashAlgorithm } from '../../../../shared/domain/hash-algorithm.ts';
import type {
  ListNotice,
  ListRecord,
  ListRefusal,
  ListRefusalReason,
  ListTombstone,
} from '../../../../shared/domain/list-record.ts';
import type { RefusalDetail } from '../../../../shared/domain/refusal-detail.ts';

/** One file of a list: several pages of a shared list come as several files. */
export interface NamedBytes {
  /** Shown where a part of the file is refused. */
  name: string;
  bytes: AsyncIterable<Uint8Array>;
}

/** A place in a file. `row` counts from 1: the line, or for XML and JSON the record. */
export interface Place {
  file: string;
  row: number;
}

/** Many bare hash values of one kind, packed: an object for each would cost more than reading them. */
export interface PackedHashes {
  file: string;
  algorithm: HashAlgorithm;
  /** `count` values of `HASH_BYTES[algorithm]` bytes each, one after the other. The receiver may keep it. */
  values: Uint8Array<ArrayBuffer>;
  count: number;
  /** PDQ quality of each value, 0 to 100, or `QUALITY_UNSTATED`; null for other kinds. */
  qualities: Uint8Array<ArrayBuffer> | null;
  /**
   * First and last line in which the values were found; lines between them may hold no value, or one of another kind.
   */
  firstLine: number;
  lastLine: number;
}

export const QUALITY_UNSTATED = 255;

/** Width of one packed value. */
export const HASH_BYTES: Readonly<Record<HashAlgorithm, number>> = {
  md5: 16,
  sha1: 20,
  sha256: 32,
  pdq: 32,
  photodna: 144,
};

/** What one file held, from which a person decides whether to take it. */
export interface ListCounts {
  bytes: number;
  /** Number of `record` events. */
  records: number;
  tombstones: number;
  /** Hash values handed over, in records and in batches. */
  hashes: Partial<Record<HashAlgorithm, number>>;
  urls: number;
  /** Refused fields, lines and records. */
  refusals: number;
  /** Lines and records of which nothing was left. */
  lost: number;
  /** PDQ values left out because their quality is below the policy's. */
  lowQuality: number;
  /** Fields that were present and are not kept, by name: fingerprints of other kinds, values behind a reference. */
  notKept: Record<string, number>;
  /** The file says that another page follows. */
  hasNextPage: boolean;
}

/**
 * An event of reading a list, in the order of the files. Each file ends with `end` or, where the rest of it could not
 * be read, with `failed`; a file with neither was not read to its end.
 */
export type ListEvent =
  | { type: 'record'; place: Place; record: ListRecord }
  | { type: 'tombstone'; place: Place; tombstone: ListTombstone }
  | { type: 'batch'; batch: PackedHashes }
  | { type: 'refusal'; refusal: ListRefusal }
  | { type: 'notice'; notice: ListNotice }
  | { type: 'progress'; file: string; bytes: number }
  | { type: 'end'; file: string; counts: ListCounts }
  | { type: 'failed'; refusal: ListRefusal; counts: ListCounts };

/** Thrown where the rest of a file cannot be read; becomes a `failed` event. */
export class ListRefused extends Error {
  readonly refusal: Omit<ListRefusal, 'file'>;
  constructor(
    reason: ListRefusalReason,
    detail: RefusalDetail,
    { row = null, field = null, line }: { row?: number | null; field?: string | null; line?: number } = {},
  ) {
    super(detail.code);
    this.name = 'ListRefused';
    this.refusal = { row, field, reason, detail, ...(line === undefined ? {} : { line }) };
  }
}
