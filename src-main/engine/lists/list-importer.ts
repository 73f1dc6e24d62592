import type { ListImportProgress, ListImportResult } from '../../../shared/contract/lists.contract.ts';
import type { UpdateMode } from '../../../shared/domain/hash-list.ts';
import { HashListId, ListImportId } from '../../../shared/domain/ids.ts';
import type { Session } from '../session/session.ts';
import { conflict, notFound } from '../storage/failure.ts';
import type { ArrivingContentStore } from './arriving-content.store.ts';
import { contentPieces } from './content-pieces.ts';
import { filesDigest } from './files-digest.ts';
import type { HashListStore } from './hash-list.store.ts';
import { ImportReading } from './import-reading.ts';
import { IndexFeeder } from './index-feeder.ts';
import type { ListContentStore } from './list-content.store.ts';
import type { ListDigestStore } from './list-digest.store.ts';
import type { ListSharing } from './list-sharing.ts';
import { ListStaging, ListsAreFull } from './list-staging.ts';
import type { ListUpload } from './list-upload.ts';
import type { ListVersionStore } from './list-version.store.ts';
import type { MatchingIndex } from './matching-index.ts';
import type { Questions } from './questions.ts';
import type { RefNumbersStore } from './ref-numbers.store.ts';
import { statedList } from './stated-list.ts';
import type { StoredList } from './stored-list.ts';

export interface ListImporterParts {
  session: Session;
  lists: HashListStore;
  versions: ListVersionStore;
  content: ListContentStore;
  index: MatchingIndex;
  numbers: RefNumbersStore;
  digests: ListDigestStore;
  questions: Questions;
  arriving: ArrivingContentStore;
  sharing: ListSharing;
}

/** An import whose files have been read. */
interface ReadImport {
  id: string;
  list: StoredList;
  isNew: boolean;
  upload: ListUpload;
  staging: ListStaging;
  reading: ImportReading;
}

interface Import extends ReadImport {
  /** Digest of the records that are on the list once the import counts. */
  recordsSha256: string;
}

const NOTHING: StoredList['counts'] = { records: 0, urls: 0, hashes: {} };

/**
 * Imports the files of a list. Everything read is written, and added to the index, beside the list's present contents;
 * one transaction, with the ledger entry, then makes it part of the list. Until then, leaving or a crash changes
 * nothing.
 */
export class ListImporter {
  readonly #parts: ListImporterParts;

  constructor(parts: ListImporterParts) {
    this.#parts = parts;
  }

  /** @throws Failure CONFLICT, NOT_FOUND, having changed nothing */
  async *run(upload: ListUpload): AsyncGenerator<ListImportProgress> {
    yield { phase: 'waiting' };
    const { index, numbers } = this.#parts;
    const leave = await index.takeTurn();
    const { areManyUsed } = numbers;
    try {
      yield* this.#run(upload);
    } catch (error) {
      if (!(error instanceof ListsAreFull)) throw error;
      throw conflict({ reason: areManyUsed ? 'lists-full-until-unlock' : 'lists-full' });
    } finally {
      leave();
    }
  }

  async *#run(upload: ListUpload): AsyncGenerator<ListImportProgress> {
    const { session, lists, index, questions } = this.#parts;
    const { mode, reading: how } = upload.options;
    const { list, isNew } = this.#target(upload);
    const id = session.newId();
    const firstRef = lists.nextRef();
    lists.provisional(() => lists.stage(id, list.id, list.version + 1, mode, how.format));
    const staging = this.#staging(id, list, upload, firstRef);
    const reading = new ImportReading({
      lists,
      index,
      questions,
      session,
      staging,
      upload,
      list,
      import: id,
    });
    let accepted = false;
    try {
      yield* reading.run();
      if (reading.failed || (isEmpty(staging) && mode !== 'delta')) {
        const refused = reading.refusedTotal > 0 ? reading.refused : [nothingIn(upload)];
        yield { phase: 'refused', refused, refusedTotal: Math.max(reading.refusedTotal, 1) };
        return;
      }
      const read = { id, list, isNew, upload, staging, reading };
      if (!isNew && this.#isThere(list, mode, filesDigest(how, upload.read))) {
        yield { phase: 'done', result: resultOf(read, list, true) };
        return;
      }
      const taken = { ...read, recordsSha256: await this.#digestOfRecords(read, firstRef) };
      yield* this.#share(taken, firstRef);
      const now = this.#accept(taken);
      accepted = true;
      await index.settle([...staging.dropped, ...staging.withdrawn]);
      yield { phase: 'done', result: resultOf(taken, now, false) };
    } finally {
      if (!accepted) await this.#discard(id, firstRef, staging.nextRef);
    }
  }

  #staging(id: string, list: StoredList, { options }: ListUpload, firstRef: number): ListStaging {
    const { content, index } = this.#parts;
    return new ListStaging({
      content,
      feeder: new IndexFeeder((...values) => index.add(...values)),
      import: id,
      list: list.id,
      mode: options.mode,
      format: options.reading.format,
      counts: options.mode === 'replace' ? NOTHING : list.counts,
      firstRef,
    });
  }

  #target({ options: { list, asOf, mode } }: ListUpload): { list: StoredList; isNew: boolean } {
    const { session, lists } = this.#parts;
    if (typeof list === 'string') {
      const found = lists.find(list);
      if (!found) throw notFound({ what: 'hash-list', id: list });
      // What the files change is here only in part.
      if (mode !== 'replace' && this.#parts.arriving.missingOf(found.id).length > 0)
        throw conflict({ reason: 'list-on-its-way' });
      return { list: { ...found, asOf: asOf ?? found.asOf }, isNew: false };
    }
    if (lists.findByName(list.name)) throw conflict({ reason: 'list-name-taken' });
    const id = HashListId.parse(session.newId());
    return { list: { ...list, id, version: 0, enabled: true, reading: null, counts: NOTHING }, isNew: true };
  }

  #isThere({ id }: StoredList, mode: UpdateMode, digest: string): boolean {
    const current = this.#parts.versions.currentDigests(id);
    if (mode === 'replace') return current.length === 1 && current[0] === digest;
    return mode === 'add' ? current.includes(digest) : current.at(-1) === digest;
  }

  /**
   * Read back from what was written, where a record that came twice is stored once, and one that was withdrawn is not
   * stored.
   */
  async #digestOfRecords({ id, list, upload, staging }: ReadImport, first: number): Promise<string> {
    const { index, digests, questions } = this.#parts;
    const isReplaced = upload.options.mode === 'replace';
    const before = isReplaced ? [] : index.ranges.ranges.filter((range) => range.list === list.id);
    const pieces = digests.records(id, [...before, { first, last: staging.nextRef - 1 }]);
    while (true) {
      const { done, value } = pieces.next();
      if (done) return value;
      await questions.letPass();
    }
  }

  /** Other seats get the content before the entry that names it. */
  async *#share({ id, staging }: Import, first: number): AsyncGenerator<ListImportProgress> {
    const { sharing, content, questions } = this.#parts;
    const { values: total } = staging;
    for await (const values of sharing.offer(
      id,
      contentPieces(content, { first, last: staging.nextRef - 1 }),
    )) {
      yield { phase: 'sharing', done: Math.min(values, total), total };
      await questions.letPass();
    }
  }

  #accept({ id, list, isNew, upload, staging, reading, recordsSha256 }: Import): StoredList {
    const { session, lists, index } = this.#parts;
    const { mode, asOf, reading: how } = upload.options;
    const { added, updated, deleted, values, counts } = staging;
    const imported = { added, updated, deleted, values, refused: reading.refusedTotal };
    const now = lists.transaction(() => {
      // A person may have changed or removed the list meanwhile.
      const stored = isNew ? list : lists.find(list.id);
      if (!stored) throw conflict({ reason: 'list-removed-meanwhile' });
      if (stored.version !== list.version) throw conflict({ reason: 'list-changed-meanwhile' });
      if (isNew && lists.findByName(list.name)) throw conflict({ reason: 'list-name-taken' });
      const changed: StoredList = {
        ...stored,
        asOf: asOf ?? stored.asOf,
        version: stored.version + 1,
        reading: how,
        counts,
      };
      if (mode === 'replace') lists.replaceImports(list.id);
      lists.accept({
        id,
        version: changed.version,
        lastRef: staging.nextRef - 1,
        hasRecords: staging.hasRecords,
      });
      session.byPerson(
        'list.imported',
        {
          ...statedList(changed),
          import: id,
          mode,
          format: how.format,
          files: upload.read.map(({ sha256, bytes }) => ({ sha256, bytes })),
          imported,
          content: { valuesSha256: staging.valuesSha256, hasRecords: staging.hasRecords, recordsSha256 },
        },
        { reading: how, names: upload.read.map(({ name }) => name) },
      );
      return changed;
    });
    index.recount([...staging.dropped, ...staging.withdrawn]);
    session.announce('lists', 'ledger');
    return now;
  }

  async #discard(id: string, first: number, next: number): Promise<void> {
    const { lists, content, index, sharing } = this.#parts;
    content.transaction(() => {
      content.discardStaged();
      // The index of this session has already been given these refs.
      lists.takeRefsBelow(next);
    });
    if (next > first) await index.withdraw(first, next - 1);
    await index.sweep();
    await sharing.withdraw(id);
  }
}

const isEmpty = ({ added, deleted }: ListStaging): boolean => added === 0 && deleted === 0;

const nothingIn = (upload: ListUpload) => ({
  file: upload.read[0]?.name ?? '',
  row: null,
  field: null,
  reason: 'empty-file' as const,
  detail: { code: 'no-record' as const },
});

function resultOf(
  { id, staging, reading }: ReadImport,
  list: StoredList,
  alreadyImported: boolean,
): ListImportResult {
  const { added, updated, deleted, values } = alreadyImported
    ? { added: 0, updated: 0, deleted: 0, values: 0 }
    : staging;
  return {
    list: list.id,
    name: list.name,
    import: ListImportId.parse(id),
    version: list.version,
    records: list.counts.records,
    added,
    updated,
    deleted,
    values,
    lowQuality: reading.lowQuality,
    notKept: reading.notKept,
    isIncomplete: reading.isIncomplete,
    refused: reading.refused,
    refusedTotal: reading.refusedTotal,
    notices: reading.notices,
    noticeCounts: reading.noticeCounts,
    alreadyImported,
  };
}
