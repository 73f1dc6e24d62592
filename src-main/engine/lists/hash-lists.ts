import { z } from 'zod';
import type {
  HashList,
  ListChanges,
  ListImport,
  ListImportProgress,
  SavedMapping,
} from '../../../shared/contract/lists.contract.ts';
import { isStale } from '../../../shared/domain/hash-list.ts';
import { HashListId, type UploadId } from '../../../shared/domain/ids.ts';
import type { ListRefusal } from '../../../shared/domain/list-record.ts';
import { Uploads } from '../intake/uploads.ts';
import type { Session } from '../session/session.ts';
import { conflict, notFound } from '../storage/failure.ts';
import type { HashListStore } from './hash-list.store.ts';
import type { ListArrivals } from './list-arrivals.ts';
import type { ListHits } from './list-hits.ts';
import type { ListImporter } from './list-importer.ts';
import { type ListImportOptions, ListUpload } from './list-upload.ts';
import type { ListVersionStore } from './list-version.store.ts';
import type { MatchingIndex } from './matching-index.ts';
import { firstRecentDay } from './recent-hits.ts';
import { statedList } from './stated-list.ts';
import type { StoredList } from './stored-list.ts';

export interface HashListsParts {
  session: Session;
  lists: HashListStore;
  versions: ListVersionStore;
  arrivals: ListArrivals;
  index: MatchingIndex;
  importer: ListImporter;
  hits: ListHits;
}

const Done = z.object({ list: HashListId });
const Named = z.object({ name: z.string() });

/** The lists of the vault, and the files being uploaded for them. */
export class HashLists {
  readonly #parts: HashListsParts;
  readonly #uploads: Uploads<ListUpload>;

  constructor(parts: HashListsParts) {
    this.#parts = parts;
    this.#uploads = new Uploads(parts.session.newId);
  }

  list(): HashList[] {
    const { session, lists, versions, arrivals, hits } = this.#parts;
    const recent = hits.hitsSince(firstRecentDay(session.nowMs()));
    return lists.list().map((list) => ({
      ...list,
      isStale: isStale(list.asOf, session.nowMs(), list.staleAfterDays),
      importedAt: versions.lastImportedAt(list.id),
      arrival: arrivals.of(list.id),
      recentHits: recent.get(list.id) ?? 0,
    }));
  }

  imports(list: string): ListImport[] {
    return this.#parts.versions.history(list);
  }

  refusals(id: string, after: number, limit: number): ListRefusal[] {
    return this.#parts.lists.refusals(id, after, limit);
  }

  /** @throws Failure NOT_FOUND, CONFLICT where the name is taken or too many uploads are in progress */
  open(files: readonly { name: string; sizeBytes: number }[], options: ListImportOptions): UploadId {
    const { lists } = this.#parts;
    if (typeof options.list === 'string') this.#find(options.list);
    else if (lists.findByName(options.list.name)) throw conflict({ reason: 'list-name-taken' });
    return this.#uploads.open(() => new ListUpload(files, options));
  }

  append(id: UploadId, piece: Uint8Array): Promise<number> {
    return this.#uploads.append(id, piece);
  }

  /** @param signal aborts when the client that watches the import disconnects */
  run(id: UploadId, signal?: AbortSignal): AsyncGenerator<ListImportProgress> {
    const { importer } = this.#parts;
    return this.#uploads.run(id, (upload) => importer.run(upload), signal);
  }

  cancel(id: UploadId): boolean {
    return this.#uploads.cancel(id);
  }

  /** Ends every import in progress; called at lock. */
  abandon(): void {
    this.#uploads.abandon();
  }

  /** @throws Failure NOT_FOUND, CONFLICT where the name is taken */
  change(command: string, id: HashListId, changes: ListChanges): z.infer<typeof Done> {
    return this.#change(command, id, changes);
  }

  enable(command: string, id: HashListId): z.infer<typeof Done> {
    return this.#change(command, id, { enabled: true });
  }

  disable(command: string, id: HashListId): z.infer<typeof Done> {
    return this.#change(command, id, { enabled: false });
  }

  /**
   * Removes a list, which answers nothing from then on; its contents are deleted, also from memory, before this
   * resolves.
   */
  async remove(command: string, id: HashListId): Promise<z.infer<typeof Done>> {
    const { session, lists, index } = this.#parts;
    const leave = await index.takeTurn();
    try {
      // Announced further below, once the index no longer counts the list.
      const answer = session.perform(command, Done, [], () => {
        const list = this.#find(id);
        lists.replaceImports(id);
        session.byPerson('list.removed', { list: id, name: list.name });
        return { list: id };
      });
      index.recount();
      session.announce('lists', 'ledger');
      await index.settle();
      await index.compact();
      return answer;
    } finally {
      leave();
    }
  }

  mappings(): SavedMapping[] {
    return this.#parts.lists.mappings();
  }

  saveMapping(command: string, name: string, mapping: SavedMapping['mapping']): z.infer<typeof Named> {
    const { session, lists } = this.#parts;
    return session.perform(command, Named, ['lists'], () => {
      lists.saveMapping({ name, mapping, savedAt: session.now() });
      return { name };
    });
  }

  /** @throws Failure NOT_FOUND */
  removeMapping(command: string, name: string): z.infer<typeof Named> {
    const { session, lists } = this.#parts;
    return session.perform(command, Named, ['lists'], () => {
      if (!lists.removeMapping(name)) throw notFound({ what: 'column-mapping' });
      return { name };
    });
  }

  #change(
    command: string,
    id: HashListId,
    changes: ListChanges & { enabled?: boolean },
  ): z.infer<typeof Done> {
    const { session, lists } = this.#parts;
    return session.perform(command, Done, ['lists', 'ledger'], () => {
      const before = this.#find(id);
      const given = Object.entries(changes).filter(([, value]) => value !== undefined);
      const after: StoredList = { ...before, ...Object.fromEntries(given) };
      const changed = given
        .map(([name]) => name)
        .filter((name) => after[name as keyof StoredList] !== before[name as keyof StoredList]);
      if (changed.length === 0) return { list: id };
      const named = lists.findByName(after.name);
      if (named && named.id !== id) throw conflict({ reason: 'list-name-taken' });
      session.byPerson('list.changed', { ...statedList(after), changed: changed.sort() });
      return { list: id };
    });
  }

  #find(id: string): StoredList {
    const list = this.#parts.lists.find(id);
    if (!list) throw notFound({ what: 'hash-list', id });
    return list;
  }
}
