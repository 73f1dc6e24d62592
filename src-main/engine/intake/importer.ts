import { setImmediate as nextTurn } from 'node:timers/promises';
import type {
  ImportProgress,
  ImportResult,
  ImportTrial,
  IntakeFormat,
} from '../../../shared/contract/intake.contract.ts';
import { BatchId } from '../../../shared/domain/ids.ts';
import type { ImportProfile } from '../../../shared/domain/import-profile.ts';
import {
  countNotices,
  type Notice,
  type NoticeCounts,
  type Refusal,
} from '../../../shared/domain/refusal.ts';
import type { Joined } from '../cases/case-book.ts';
import type { Session } from '../session/session.ts';
import { Failure } from '../storage/failure.ts';
import type { BatchStore, Counted as CountedCases } from './batch.store.ts';
import { FileRefused } from './formats/intake-format.ts';
import type { KeptApart } from './intake-applies.ts';
import { type ReadRows, type ReadStretch, type ReadWhole, readRows } from './read-rows.ts';
import { readInThread } from './reading-thread.ts';
import type { RefusedRowStore } from './refused-row.store.ts';
import type { Told } from './told.ts';
import type { Trial } from './trial.ts';
import type { Upload } from './upload.ts';

export interface ImporterParts {
  session: Session;
  batches: BatchStore;
  refusedRows: RefusedRowStore;
  apart: Told<KeptApart>;
  trial: Trial;
  /** The script of the thread that reads large files; null where the engine's own reads all. */
  readingThread: string | null;
}

export interface ImportOptions {
  format?: IntakeFormat | undefined;
  /** What a table is read with, and the name and digest under which that is known. */
  table?: { name: string; sha256: string; profile: ImportProfile } | undefined;
  keepGood: boolean;
  /** Reads and counts, and changes nothing. */
  dryRun?: boolean | undefined;
}

/** Most refusals and notices in a result; all refusals of an accepted file are in its quarantine. */
const LISTED = 1000;

/** Most refused rows of a trial whose text is shown, and how much of it. */
const SHOWN_VALUES = 100;
const LONGEST_VALUE = 300;

/** Files from this size on are read in a thread of their own: it takes 0.1 s to start. */
const LARGE_BYTES = 2 * 1024 * 1024;

/**
 * Staged pieces stored in one transaction: one while a page is open, because whoever uses it waits that long. Where
 * there is none, as at the terminal, many of them make an import faster: every commit writes whole the pages it touched
 * in the indexes by key and id, where a file's rows are scattered, the more so the larger these are. Those of 24,000 rows
 * still fit into the cache.
 */
const PIECES_AT_ONCE = { watched: 1, alone: { first: 8, last: 32 } };

/** What reading a file has found so far. */
interface Counted {
  reports: number;
  subjects: number;
  refusedTotal: number;
  refused: Refusal[];
  notices: Notice[];
  noticeCounts: NoticeCounts;
  /** What the first refused rows hold. */
  values: Map<number, string>;
}

/** The result of reading a file to its end. */
type Reading = Counted & ReadWhole;

/**
 * Imports a file in two phases. Reading checks every row and stages the good ones; nothing else changes, and a
 * cancelled import leaves no trace. Then one transaction accepts the file with its ledger entry; from there on it is
 * certain to be stored, piece by piece between other work, even after a crash.
 */
export class Importer {
  readonly #parts: ImporterParts;

  constructor(parts: ImporterParts) {
    this.#parts = parts;
  }

  /** @throws Failure REFUSED with the refusals and their places, having changed nothing */
  async *run(upload: Upload, options: ImportOptions): AsyncGenerator<ImportProgress> {
    const { session, batches } = this.#parts;
    const batch = BatchId.parse(session.newId());
    let accepted = false;
    try {
      const reading = yield* this.#read(batch, upload, options);
      const known = batches.findByDigest(reading.digest);
      if (known && options.dryRun) {
        yield { phase: 'tried', trial: { ...trialOf(reading, NONE), alreadyImported: true } };
        return;
      }
      if (known) {
        yield { phase: 'done', result: this.#result(known.id, reading, true) };
        return;
      }
      if (options.dryRun) {
        yield* this.#try(batch, upload.sizeBytes, reading);
        return;
      }
      if (reading.reports === 0 || (reading.refusedTotal > 0 && !options.keepGood)) throw refused(reading);
      this.#accept(batch, upload.name, reading, options.table);
      accepted = true;
      yield* this.#reportStoring(batch, upload.sizeBytes, reading);
      yield { phase: 'done', result: this.#result(batch, reading, false) };
    } finally {
      if (!accepted) batches.transaction(() => batches.discard(batch));
    }
  }

  /** Stores the rest of the files that were accepted before a crash or a lock. */
  async resume(): Promise<void> {
    this.#parts.batches.transaction(() => this.#parts.batches.discardAbandoned());
    for (const batch of this.#parts.batches.unfinished()) for await (const _ of this.#store(batch));
  }

  async *#read(
    batch: string,
    upload: Upload,
    options: ImportOptions,
  ): AsyncGenerator<ImportProgress, Reading> {
    const { session, batches, refusedRows } = this.#parts;
    const startedMs = session.clock.monotonicMs();
    const total: Counted = {
      reports: 0,
      subjects: 0,
      refusedTotal: 0,
      refused: [],
      notices: [],
      noticeCounts: {},
      values: new Map(),
    };
    const { format, table } = options;
    await using stretches = this.#readerOf(upload)(upload, { format, profile: table?.profile });
    let whole: ReadWhole;
    try {
      let number = 0;
      let step = await stretches.next();
      for (; !step.done; step = await stretches.next()) {
        const stretch = step.value;
        batches.provisional(() => {
          for (const piece of stretch.pieces) batches.stage(batch, number++, piece);
          batches.insertRefusals(batch, total.refusedTotal, stretch.refusals);
          refusedRows.insert(batch, stretch.keepable);
        });
        add(total, stretch);
        for (const { row, text, value } of stretch.keepable)
          if (total.values.size < SHOWN_VALUES)
            total.values.set(row, (value ?? text).slice(0, LONGEST_VALUE));
        yield {
          phase: 'reading',
          bytes: upload.receivedBytes,
          totalBytes: upload.sizeBytes,
          rows: total.reports,
          totalRows: null,
          refused: total.refusedTotal,
          ...pace(
            total.reports,
            upload.receivedBytes / upload.sizeBytes,
            session.clock.monotonicMs() - startedMs,
          ),
        };
        await nextTurn();
      }
      whole = step.value;
    } catch (error) {
      if (!(error instanceof FileRefused)) throw error;
      total.refused.push(error.refusal);
      total.refusedTotal += 1;
      throw refused(total);
    }
    if (upload.receivedBytes !== upload.sizeBytes) {
      total.refused.push(sentOtherwise(upload));
      total.refusedTotal += 1;
      throw refused(total);
    }
    return { ...total, ...whole };
  }

  #readerOf({ sizeBytes }: Upload): ReadRows {
    const { readingThread } = this.#parts;
    return readingThread === null || sizeBytes < LARGE_BYTES ? readRows : readInThread(readingThread);
  }

  #accept(batch: BatchId, fileName: string, reading: Reading, table: ImportOptions['table']): void {
    const { session, batches } = this.#parts;
    const { digest, format, reports, subjects, refusedTotal, rowsRoot, received } = reading;
    batches.transaction(() =>
      session.byPerson(
        'intake.imported',
        {
          batch,
          fileSha256: digest,
          rowsRoot,
          format,
          reports,
          subjects,
          refused: refusedTotal,
          received,
          ...(table === undefined ? {} : { profile: { name: table.name, sha256: table.sha256 } }),
        },
        { fileName },
      ),
    );
  }

  /** Counts what storing would do, a staged piece at a time, and takes every piece back. */
  async *#try(batch: BatchId, totalBytes: number, reading: Reading): AsyncGenerator<ImportProgress> {
    const stepAt = this.#steps('trying', totalBytes, reading);
    const counting = this.#parts.trial.begin();
    let rows = 0;
    for (let piece = 0; ; piece++) {
      const added = counting.add(batch, piece);
      if (added === null) break;
      rows += added.rows;
      addNotices(
        reading,
        added.apart.map(({ row, other }) => contradictionNotice(row, other)),
      );
      yield stepAt(rows);
      await nextTurn();
    }
    yield { phase: 'tried', trial: trialOf(reading, counting.counted) };
  }

  /** How far the work on all rows is, by the number of those done; it begins now. */
  #steps(
    phase: 'trying' | 'storing',
    totalBytes: number,
    reading: Reading,
  ): (rows: number) => ImportProgress {
    const { clock } = this.#parts.session;
    const startedMs = clock.monotonicMs();
    return (rows) => ({
      phase,
      bytes: totalBytes,
      totalBytes,
      rows,
      totalRows: reading.reports,
      refused: reading.refusedTotal,
      ...pace(rows, rows / reading.reports, clock.monotonicMs() - startedMs),
    });
  }

  async *#reportStoring(
    batch: BatchId,
    totalBytes: number,
    reading: Reading,
  ): AsyncGenerator<ImportProgress> {
    const stepAt = this.#steps('storing', totalBytes, reading);
    // Storing continues to its end by itself, even when the client that watches it disconnects.
    const work = this.#store(batch);
    const rest = async () => {
      for await (const _ of work);
    };
    let rows = 0;
    let finished = false;
    try {
      for (let step = await work.next(); !step.done; step = await work.next()) {
        rows += step.value.rows;
        addNotices(reading, step.value.notices);
        yield stepAt(rows);
      }
      finished = true;
    } finally {
      if (!finished) void rest().catch(() => {});
    }
  }

  /** Yields how many rows each step stored, and its notices. Every step is one transaction. */
  async *#store(batch: BatchId): AsyncGenerator<{ rows: number; notices: Notice[] }> {
    const { session, batches } = this.#parts;
    const ended = batches.longRun(!session.isWatched);
    try {
      yield* this.#storePieces(batch);
    } finally {
      ended();
    }
    session.announce('queue', 'batches', 'ledger');
  }

  async *#storePieces(batch: BatchId): AsyncGenerator<{ rows: number; notices: Notice[] }> {
    const { session, batches, apart } = this.#parts;
    const { watched, alone } = PIECES_AT_ONCE;
    let many: number = alone.first;
    const atOnce = () => (session.isWatched ? watched : many);
    for (let next = batches.nextPieces(batch, atOnce()); next; ) {
      const { through, isLast, rows } = next;
      const notices: Notice[] = [];
      const told = apart.listen(({ row, other }) => notices.push(contradictionNotice(row, other)));
      try {
        batches.transaction(() => session.byDevice('intake.stored', { batch, through, isLast }));
      } finally {
        told();
      }
      session.announce('queue', 'batches');
      yield { rows, notices };
      await nextTurn();
      many = Math.min(2 * many, alone.last);
      next = batches.nextPieces(batch, atOnce());
    }
  }

  #result(batch: string, reading: Reading, alreadyImported: boolean): ImportResult {
    const stored = this.#parts.batches.find(batch);
    return {
      batch: BatchId.parse(batch),
      format: stored?.format ?? reading.format,
      reports: reading.reports,
      subjects: reading.subjects,
      casesNew: alreadyImported ? 0 : (stored?.casesNew ?? 0),
      casesJoined: alreadyImported ? 0 : (stored?.casesJoined ?? 0),
      casesReopened: alreadyImported ? 0 : (stored?.casesReopened ?? 0),
      refused: reading.refused,
      refusedTotal: reading.refusedTotal,
      notices: reading.notices,
      noticeCounts: reading.noticeCounts,
      alreadyImported,
    };
  }
}

const NONE: CountedCases = { isNew: 0, joined: 0, reopened: 0 };

const trialOf = (reading: Reading, { isNew, joined, reopened }: CountedCases): ImportTrial => ({
  format: reading.format,
  reports: reading.reports,
  subjects: reading.subjects,
  casesNew: isNew,
  casesJoined: joined,
  casesReopened: reopened,
  refusedTotal: reading.refusedTotal,
  problems: reading.refused.slice(0, SHOWN_VALUES).map((refusal) => ({
    refusal,
    value: refusal.row === null ? null : (reading.values.get(refusal.row) ?? null),
  })),
  notices: reading.notices,
  noticeCounts: reading.noticeCounts,
  alreadyImported: false,
});

function add(total: Counted, { reports, subjects, refusals, notices }: ReadStretch): void {
  total.reports += reports;
  total.subjects += subjects;
  total.refusedTotal += refusals.length;
  total.refused.push(...refusals.slice(0, LISTED - total.refused.length));
  addNotices(total, notices);
}

function addNotices(total: Counted, notices: readonly Notice[]): void {
  countNotices(total.noticeCounts, notices);
  total.notices.push(...notices.slice(0, LISTED - total.notices.length));
}

function pace(
  rows: number,
  done: number,
  elapsedMs: number,
): { rowsPerSecond: number; remainingMs: number | null } {
  return {
    rowsPerSecond: elapsedMs > 0 ? Math.round((rows / elapsedMs) * 1000) : 0,
    remainingMs: done > 0.01 ? Math.round(elapsedMs / Math.min(1, done) - elapsedMs) : null,
  };
}

const contradictionNotice = (row: number, { shared, differs }: Joined['apart'][number]): Notice => ({
  row,
  field: shared,
  notice: 'hash-contradiction',
  detail: { code: 'kept-apart', shared, differs },
});

/** Refuses a file that was cut off, or changed while it was sent: it may look complete. */
const sentOtherwise = ({ sizeBytes, receivedBytes }: Upload): Refusal => ({
  row: null,
  field: null,
  reason: 'truncated',
  detail: { code: 'sent-otherwise', announced: sizeBytes, received: receivedBytes },
});

const refused = (reading: Counted): Failure =>
  new Failure({
    code: 'REFUSED',
    data: {
      refusals:
        reading.refused.length > 0
          ? reading.refused
          : [{ row: null, field: null, reason: 'empty-file', detail: { code: 'no-report' } }],
    },
  });
