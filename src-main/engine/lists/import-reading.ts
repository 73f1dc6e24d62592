import type { ListImportProgress } from '../../../shared/contract/lists.contract.ts';
import type { ListNotice, ListRefusal } from '../../../shared/domain/list-record.ts';
import { countNotices, type NoticeCounts } from '../../../shared/domain/refusal.ts';
import type { Session } from '../session/session.ts';
import {
  HASH_BYTES,
  type ListCounts,
  type ListEvent,
  type PackedHashes,
  QUALITY_UNSTATED,
} from './formats/list-event.ts';
import { readHashList } from './formats/read-hash-list.ts';
import type { HashListStore } from './hash-list.store.ts';
import type { ListStaging } from './list-staging.ts';
import type { ListUpload } from './list-upload.ts';
import type { MatchingIndex } from './matching-index.ts';
import type { Questions } from './questions.ts';
import type { StoredList } from './stored-list.ts';

/** Most refusals that a result lists, and most that are stored. */
const LISTED = 1000;
const KEPT = 10_000;
/** Events written in one transaction, whose end look-ups wait for; a batch counts as this many. */
const AT_ONCE = 500;
const OF_A_BATCH = 500;
const PROGRESS_MS = 100;

export interface ImportReadingParts {
  session: Session;
  lists: HashListStore;
  index: MatchingIndex;
  questions: Questions;
  staging: ListStaging;
  upload: ListUpload;
  list: StoredList;
  import: string;
}

/** Reads the files of an import into its staging, and keeps the refusals and counts to be reported. */
export class ImportReading {
  readonly #parts: ImportReadingParts;
  readonly refused: ListRefusal[] = [];
  refusedTotal = 0;
  readonly notices: ListNotice[] = [];
  readonly noticeCounts: NoticeCounts = {};
  /** True once a file could not be read to its end. */
  failed = false;
  lowQuality = 0;
  readonly notKept: Record<string, number> = {};
  isIncomplete = false;
  #file = '';
  /** The flush of the previous piece: a look-up that is recorded meanwhile must not wait for the disk to finish it. */
  #flushed: Promise<void> = Promise.resolve();
  #startedMs = 0;

  constructor(parts: ImportReadingParts) {
    this.#parts = parts;
  }

  /** @throws whatever the upload or the index throws */
  async *run(): AsyncGenerator<ListImportProgress, void> {
    const { session, staging, upload, list } = this.#parts;
    this.#startedMs = session.clock.monotonicMs();
    let shownMs = this.#startedMs;
    let gathered: ListEvent[] = [];
    let weight = 0;
    const policy = { minimumPdqQuality: list.pdqQuality };
    for await (const event of readHashList(upload.files(), upload.options.reading, policy)) {
      gathered.push(event);
      weight += event.type === 'batch' ? OF_A_BATCH : 1;
      if (weight >= AT_ONCE) {
        await this.#write(gathered.splice(0));
        weight = 0;
      }
      if (event.type !== 'progress' || session.clock.monotonicMs() - shownMs < PROGRESS_MS) continue;
      shownMs = session.clock.monotonicMs();
      yield this.#progress(shownMs);
    }
    await this.#write(gathered);
    gathered = [];
    this.#parts.lists.provisional(() => {
      staging.finish();
      this.#checkSizes();
    });
    await staging.feed();
    await staging.flush();
  }

  async #write(events: ListEvent[]): Promise<void> {
    const { lists, staging, questions } = this.#parts;
    const known = new Map<ListEvent, PackedHashes>();
    for (const event of events) {
      if (event.type === 'batch') known.set(event, await this.#withoutKnown(event.batch));
    }
    await questions.letPass();
    await this.#flushed;
    lists.provisional(() => {
      for (const event of events) this.#take(event, known.get(event));
    });
    this.#flushed = lists.flushLog();
    // Awaited before the next piece. If reading stops first, this avoids an unhandled rejection.
    this.#flushed.catch(() => {});
    await staging.feed();
    await questions.letPass();
  }

  #take(event: ListEvent, batch: PackedHashes | undefined): void {
    const { staging } = this.#parts;
    switch (event.type) {
      case 'batch':
        if (batch && batch.count > 0) staging.takeBatch(batch);
        break;
      case 'record':
        staging.takeRecord(event.record);
        break;
      case 'tombstone':
        staging.takeTombstone(event.tombstone);
        break;
      case 'refusal':
        this.#refuse(event.refusal);
        break;
      case 'notice':
        countNotices(this.noticeCounts, [event.notice]);
        if (this.notices.length < LISTED) this.notices.push(event.notice);
        break;
      case 'failed':
        this.failed = true;
        this.#refuse(event.refusal);
        this.#note(event.counts);
        break;
      case 'end':
        this.#note(event.counts);
        break;
      case 'progress':
        this.#file = event.file;
    }
  }

  /** Leaves out values that are on the list already. */
  async #withoutKnown(batch: PackedHashes): Promise<PackedHashes> {
    const { index, list, upload } = this.#parts;
    if (upload.options.mode === 'replace' || list.version === 0) return batch;
    const { hits, ranges } = await index.exact(batch.algorithm, batch.values);
    const there = new Set<number>();
    hits.ref.forEach((ref, i) => {
      if (ranges.rangeOf(ref)?.list === list.id) there.add(hits.query[i]!);
    });
    if (there.size === 0) return batch;
    const width = HASH_BYTES[batch.algorithm];
    const values = new Uint8Array((batch.count - there.size) * width);
    const qualities = batch.qualities && new Uint8Array(batch.count - there.size);
    let count = 0;
    for (let i = 0; i < batch.count; i++) {
      if (there.has(i)) continue;
      values.set(batch.values.subarray(i * width, (i + 1) * width), count * width);
      if (qualities) qualities[count] = batch.qualities?.[i] ?? QUALITY_UNSTATED;
      count++;
    }
    return { ...batch, values, qualities, count };
  }

  #refuse(refusal: ListRefusal): void {
    if (this.refused.length < LISTED) this.refused.push(refusal);
    if (this.refusedTotal < KEPT) {
      this.#parts.lists.insertRefusals(this.#parts.import, this.refusedTotal, [refusal]);
    }
    this.refusedTotal++;
  }

  #note({ lowQuality, notKept, hasNextPage }: ListCounts): void {
    this.lowQuality += lowQuality;
    for (const [name, count] of Object.entries(notKept)) {
      this.notKept[name] = (this.notKept[name] ?? 0) + count;
    }
    this.isIncomplete = hasNextPage;
  }

  /** Refuses files that were cut off, or changed while they were sent: such a file may look complete. */
  #checkSizes(): void {
    for (const { name, sizeBytes, receivedBytes } of this.#parts.upload.sentOtherwise) {
      this.failed = true;
      const detail = { code: 'sent-otherwise' as const, announced: sizeBytes, received: receivedBytes };
      this.#refuse({ file: name, row: null, field: null, reason: 'truncated', detail });
    }
  }

  #progress(nowMs: number): ListImportProgress {
    const { staging, upload } = this.#parts;
    const elapsedMs = nowMs - this.#startedMs;
    const done = upload.receivedBytes / upload.totalBytes;
    return {
      phase: 'reading',
      file: this.#file,
      bytes: upload.receivedBytes,
      totalBytes: upload.totalBytes,
      values: staging.values,
      refused: this.refusedTotal,
      valuesPerSecond: elapsedMs > 0 ? Math.round((staging.values / elapsedMs) * 1000) : 0,
      remainingMs: done > 0.01 ? Math.max(0, Math.round(elapsedMs / Math.min(1, done) - elapsedMs)) : null,
    };
  }
}
