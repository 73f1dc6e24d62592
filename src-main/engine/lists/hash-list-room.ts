import type { IndexPort } from '../../hash-index/index-messages.ts';
import type { Announcer } from '../session/announcer.ts';
import type { Database } from '../storage/database.ts';
import { EntryDetailsReader } from './entry-details.ts';
import { HashListStore } from './hash-list.store.ts';
import { HashLists, type HashListsParts } from './hash-lists.ts';
import { ListCheck } from './list-check.ts';
import { ListContentStore } from './list-content.store.ts';
import { ListDigestStore } from './list-digest.store.ts';
import { ListImporter } from './list-importer.ts';
import { ListMatching } from './list-matching.ts';
import { MatchingIndex } from './matching-index.ts';
import { Questions } from './questions.ts';
import { RefNumbersStore } from './ref-numbers.store.ts';
import { SearchRecord } from './search-record.ts';

export type HashListRoomParts = Omit<HashListsParts, 'lists' | 'index' | 'importer'> & {
  announcer: Announcer;
  personId: string;
  /** Starts the index over this vault's segments. */
  start: () => IndexPort;
  /** Called while refs are numbered anew: who keeps some of them follows `list_ref_moves`. */
  refsMove: () => void;
  /** Of the index's files; the room zeroes it at the end. */
  indexKey: Uint8Array;
};

/** Everything about hash lists, put together over an open database. */
export interface HashListRoom {
  lists: HashListStore;
  content: ListContentStore;
  index: MatchingIndex;
  hashLists: HashLists;
  matching: ListMatching;
  details: EntryDetailsReader;
  /** Compares the lists with the record; made anew for each verification. */
  check(): ListCheck;
  /**
   * Takes up what a crash interrupted. @param load loads the index before anybody asks @throws Failure CONFLICT, LOCKED
   */
  begin(load: boolean): Promise<void>;
  /** Ends imports under way and overwrites what is in memory. */
  close(): void;
}

export function hashListRoom(db: Database, { start, indexKey, ...parts }: HashListRoomParts): HashListRoom {
  const lists = new HashListStore(db);
  const content = new ListContentStore(db);
  const numbers = new RefNumbersStore(db, parts.refsMove);
  const digests = new ListDigestStore(db);
  const details = new EntryDetailsReader(content);
  const questions = new Questions(parts.clock);
  const index = new MatchingIndex({
    lists,
    content,
    numbers,
    numberedAnew: () => details.forget(),
    announcer: parts.announcer,
    start,
    key: indexKey,
  });
  const importer = new ListImporter({ ...parts, lists, content, index, numbers, digests, questions });
  const hashLists = new HashLists({ ...parts, lists, index, importer });
  const record = new SearchRecord({ ...parts, lists });
  const matching = new ListMatching({ lists, index, details, record, questions });
  return {
    lists,
    content,
    index,
    hashLists,
    matching,
    details,
    check: () => new ListCheck(lists, digests),
    begin: async (load) => {
      if (load) await index.ready();
      else await index.tidy();
    },
    close: () => {
      hashLists.abandon();
      index.close();
      details.forget();
    },
  };
}
