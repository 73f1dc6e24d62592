import type {
  ListNotice,
  ListRecord,
  ListRefusal,
  ListTombstone,
} from '../../../../shared/domain/list-record.ts';
import { isPlainFieldName } from '../../../../shared/domain/refusal.ts';
import type { ListCounts, ListEvent, PackedHashes } from './list-event.ts';
import { LIST_LIMITS } from './list-limits.ts';

/** Collects and counts what a reader finds in one file, until the events are handed over. */
export class ListSink {
  readonly file: string;
  /** PDQ values of lower quality are left out. */
  readonly minimumPdqQuality: number;
  readonly counts: ListCounts = {
    bytes: 0,
    records: 0,
    tombstones: 0,
    hashes: {},
    urls: 0,
    refusals: 0,
    lost: 0,
    lowQuality: 0,
    notKept: Object.create(null),
    hasNextPage: false,
  };
  readonly #packers: { flush(): void }[] = [];
  #events: ListEvent[] = [];

  constructor(file: string, minimumPdqQuality: number) {
    this.file = file;
    this.minimumPdqQuality = minimumPdqQuality;
  }

  record(row: number, record: ListRecord): void {
    this.counts.records++;
    for (const { algorithm } of record.hashes) this.#countHashes(algorithm, 1);
    if (record.url !== null) this.counts.urls++;
    this.#events.push({ type: 'record', place: { file: this.file, row }, record });
  }

  tombstone(row: number, tombstone: ListTombstone): void {
    this.counts.tombstones++;
    this.#events.push({ type: 'tombstone', place: { file: this.file, row }, tombstone });
  }

  batch(batch: Omit<PackedHashes, 'file'>): void {
    this.#countHashes(batch.algorithm, batch.count);
    this.#events.push({ type: 'batch', batch: { file: this.file, ...batch } });
  }

  refuse(refusal: Omit<ListRefusal, 'file'>): void {
    this.counts.refusals++;
    this.#events.push({ type: 'refusal', refusal: { file: this.file, ...refusal } });
  }

  note(notice: Omit<ListNotice, 'file'>): void {
    this.#events.push({ type: 'notice', notice: { file: this.file, ...notice } });
  }

  /**
   * Counts a field that is not kept. Its name comes from the file and is shown, so it is reduced to plain characters.
   */
  notKept(field: string): void {
    const { notKept } = this.counts;
    const known =
      isPlainFieldName(field) && (field in notKept || Object.keys(notKept).length < LIST_LIMITS.maxNotKept);
    const name = known ? field : 'other';
    notKept[name] = (notKept[name] ?? 0) + 1;
  }

  /** Registers a packer, whose values are handed over with `flush` at the end of the file or before damage. */
  holds(packer: { flush(): void }): void {
    this.#packers.push(packer);
  }

  flush(): void {
    for (const packer of this.#packers) packer.flush();
  }

  /** Returns the collected events and starts anew. */
  drain(): ListEvent[] {
    const events = this.#events;
    this.#events = [];
    return events;
  }

  #countHashes(algorithm: PackedHashes['algorithm'], more: number): void {
    this.counts.hashes[algorithm] = (this.counts.hashes[algorithm] ?? 0) + more;
  }
}
