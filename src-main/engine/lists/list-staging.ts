import type { HashAlgorithm } from '../../../shared/domain/hash-algorithm.ts';
import type { ListReading, UpdateMode } from '../../../shared/domain/hash-list.ts';
import type { ListRecord, ListTombstone } from '../../../shared/domain/list-record.ts';
import { supersedes } from '../../../shared/domain/list-record.ts';
import { canonicalText } from '../../../shared/ledger/canonical-json.ts';
import { HASH_BYTES, type PackedHashes, QUALITY_UNSTATED } from './formats/list-event.ts';
import type { IndexFeeder } from './index-feeder.ts';
import { packHash } from './index-feeder.ts';
import type { KnownRecord, ListContentStore, ValueBlock } from './list-content.store.ts';
import { ValuesDigest } from './list-digest.ts';
import type { ListValueCounts } from './stored-list.ts';

/**
 * Values per row. As base64 they stay below 128 KiB: V8 allocates larger strings in the old generation, and has to go
 * through the whole heap to free them. Kinds that are read back one by one, for their neighbours, come in smaller rows.
 */
const BLOCK_VALUES: Readonly<Record<HashAlgorithm, number>> = {
  md5: 4096,
  sha1: 4096,
  sha256: 2048,
  pdq: 1024,
  photodna: 256,
};

const MOST_REF = 0x7fff_ffff;

export interface StagingParts {
  content: ListContentStore;
  feeder: IndexFeeder;
  import: string;
  list: string;
  mode: UpdateMode;
  format: ListReading['format'];
  /** What is on the list before the import; nothing for `replace`. */
  counts: ListValueCounts;
  firstRef: number;
}

/** Thrown when no refs are left. */
export class ListsAreFull extends Error {}

/**
 * Writes the contents of a list that is being read beside its present ones. The caller of `take…` has opened a
 * transaction; `feed` then hands the same values to the index.
 */
export class ListStaging {
  readonly #parts: StagingParts;
  readonly counts: ListValueCounts;
  added = 0;
  updated = 0;
  deleted = 0;
  values = 0;
  hasRecords = false;
  #nextRef: number;
  /** Refs that are in the index, or on their way to it, and will not count. */
  readonly withdrawn: number[] = [];
  /** Refs of earlier records that this import replaces or drops. */
  readonly dropped: number[] = [];
  readonly #digest: ValuesDigest;
  readonly #plain = new Map<HashAlgorithm, { values: Uint8Array; qualities: Uint8Array; count: number }>();
  #toFeed: (ValueBlock | { first: number; record: ListRecord })[] = [];

  constructor(parts: StagingParts) {
    this.#parts = parts;
    this.#nextRef = parts.firstRef;
    this.counts = structuredClone(parts.counts);
    this.#digest = new ValuesDigest(parts.import);
  }

  /** The first ref that is still free. */
  get nextRef(): number {
    return this.#nextRef;
  }

  /** The digest of the bare values that were taken. */
  get valuesSha256(): string {
    return this.#digest.hex();
  }

  takeBatch({
    algorithm,
    values,
    count,
    qualities,
  }: Omit<PackedHashes, 'file' | 'firstLine' | 'lastLine'>): void {
    const width = HASH_BYTES[algorithm];
    for (let from = 0; from < count; from += BLOCK_VALUES[algorithm]) {
      const to = Math.min(count, from + BLOCK_VALUES[algorithm]);
      const block = {
        first: this.#refsFor(to - from),
        algorithm,
        values: values.subarray(from * width, to * width),
        count: to - from,
        qualities: qualities?.subarray(from, to) ?? null,
      };
      this.#parts.content.insertBlock(block);
      this.#digest.add(block);
      this.#toFeed.push(block);
      this.added += block.count;
      this.values += block.count;
      this.counts.records += block.count;
      this.counts.hashes[algorithm] = (this.counts.hashes[algorithm] ?? 0) + block.count;
    }
  }

  takeRecord(record: ListRecord): void {
    const key = this.#keyOf(record);
    if (key === null && isPlain(record)) {
      this.#takePlain(record);
      return;
    }
    if (key !== null) {
      const known = this.#known(key);
      if (known && this.#parts.mode === 'add') {
        if (known.record !== null && canonicalText(known.record) === canonicalText(record)) return;
      } else if (known) {
        if (!supersedes(record, known)) return;
        this.#takeOut(known);
        if (known.record !== null) this.updated++;
      }
    }
    const refs = record.hashes.length + (record.url === null ? 0 : 1);
    const first = this.#refsFor(refs);
    this.#parts.content.insertRecord(this.#parts.list, key, record.updatedAt, { first, refs, record });
    this.#toFeed.push({ first, record });
    this.hasRecords = true;
    this.added++;
    this.values += refs;
    this.#count(record, 1);
  }

  takeTombstone(tombstone: ListTombstone): void {
    if (this.#parts.mode === 'add') return;
    const key = this.#keyOf(tombstone);
    if (key === null) return;
    const known = this.#known(key);
    if (known && !supersedes(tombstone, known)) return;
    if (known) {
      this.#takeOut(known);
      if (known.record !== null && tombstone.isUpdate) this.updated++;
      else if (known.record !== null) this.deleted++;
    }
    // The tombstone is stored, so that an older record with the same id that comes later does not bring the record
    // back.
    this.#parts.content.insertRecord(this.#parts.list, key, tombstone.updatedAt, {
      first: this.#refsFor(1),
      refs: 1,
      record: null,
    });
    this.hasRecords = true;
  }

  /** Writes what is still buffered. */
  finish(): void {
    for (const algorithm of this.#plain.keys()) this.#flushPlain(algorithm);
    // Every import has at least one ref, so that it can be told whether the index files include it.
    if (this.#nextRef === this.#parts.firstRef) this.#refsFor(1);
  }

  /**
   * Hands the index what was written since the last call.
   * @throws whatever adding throws
   */
  async feed(): Promise<void> {
    const { feeder } = this.#parts;
    for (const one of this.#toFeed.splice(0)) {
      if ('record' in one) await feeder.record(one.first, one.record);
      else await feeder.block(one);
    }
  }

  /** Resolves when the index has taken everything. @throws whatever adding throws */
  flush(): Promise<void> {
    return this.#parts.feeder.flush();
  }

  #refsFor(count: number): number {
    const first = this.#nextRef;
    this.#nextRef += count;
    if (this.#nextRef > MOST_REF) throw new ListsAreFull();
    return first;
  }

  /**
   * The key that identifies a record across imports. For NCMEC it is member and id, for a table the id. Ids of VICS
   * belong to one export and mean nothing in the next.
   */
  #keyOf({ sourceId, member }: Pick<ListRecord, 'sourceId' | 'member'>): string | null {
    if (sourceId === null || this.#parts.format === 'vics') return null;
    return JSON.stringify([member?.id ?? null, sourceId]);
  }

  #known(key: string): KnownRecord | null {
    const { content, list, mode, firstRef } = this.#parts;
    // A record that this import read itself comes first, and has already dropped the earlier one.
    return content.known(list, key, mode === 'replace' ? firstRef : 0)[0] ?? null;
  }

  #takeOut({ first, refs, record }: KnownRecord): void {
    const { content, firstRef } = this.#parts;
    const list = first >= firstRef ? this.withdrawn : this.dropped;
    if (record !== null) for (let i = 0; i < refs; i++) list.push(first + i);
    if (record !== null) this.#count(record, -1);
    if (first < firstRef) {
      content.drop(this.#parts.import, first);
      return;
    }
    content.deleteRecord(first);
    if (record === null) return;
    this.added--;
    this.values -= refs;
  }

  #count({ hashes, url }: ListRecord, by: 1 | -1): void {
    this.counts.records += by;
    for (const { algorithm } of hashes) {
      this.counts.hashes[algorithm] = (this.counts.hashes[algorithm] ?? 0) + by;
    }
    if (url !== null) this.counts.urls += by;
  }

  #takePlain({ hashes: [hash] }: ListRecord): void {
    if (!hash) return;
    const { algorithm, value, quality } = hash;
    const most = BLOCK_VALUES[algorithm];
    let plain = this.#plain.get(algorithm);
    if (!plain) {
      plain = {
        values: new Uint8Array(most * HASH_BYTES[algorithm]),
        qualities: new Uint8Array(most),
        count: 0,
      };
      this.#plain.set(algorithm, plain);
    }
    plain.values.set(packHash(algorithm, value), plain.count * HASH_BYTES[algorithm]);
    plain.qualities[plain.count++] = quality ?? QUALITY_UNSTATED;
    if (plain.count === most) this.#flushPlain(algorithm);
  }

  #flushPlain(algorithm: HashAlgorithm): void {
    const plain = this.#plain.get(algorithm);
    this.#plain.delete(algorithm);
    if (!plain) return;
    const { values, qualities, count } = plain;
    this.takeBatch({
      algorithm,
      values: values.slice(0, count * HASH_BYTES[algorithm]),
      count,
      qualities: algorithm === 'pdq' ? qualities.slice(0, count) : null,
    });
  }
}

/** Whether the record is nothing but a value, and can be packed with others. */
function isPlain(record: ListRecord): boolean {
  return (
    record.hashes.length === 1 &&
    record.url === null &&
    record.sourceId === null &&
    record.member === null &&
    record.updatedAt === null &&
    record.classification === null &&
    record.meaning === null &&
    record.tags.length === 0 &&
    record.feedback === null
  );
}
