import type { DeviceId } from '../../../shared/domain/ids.ts';
import type { EnginePorts } from '../../ports/engine-ports.ts';
import type { Room } from '../session/room.ts';
import type { Database } from '../storage/database.ts';
import { ArrivingContentStore } from './arriving-content.store.ts';
import { HashListStore } from './hash-list.store.ts';
import { HashLists, type HashListsParts } from './hash-lists.ts';
import { listApplies } from './list-applies.ts';
import { ListArrivals } from './list-arrivals.ts';
import { ListCheck } from './list-check.ts';
import { ListContentStore } from './list-content.store.ts';
import { ListDigestStore } from './list-digest.store.ts';
import { ListImporter } from './list-importer.ts';
import { ListMatching } from './list-matching.ts';
import type { ListSharing } from './list-sharing.ts';
import { ListVersionStore } from './list-version.store.ts';
import { MatchingIndex } from './matching-index.ts';
import { Questions } from './questions.ts';
import { RecordDetailsReader } from './record-details.ts';
import { RefNumbersStore } from './ref-numbers.store.ts';
import { SearchRecord } from './search-record.ts';
import { startMatchingIndex } from './start-matching-index.ts';

export type ListsRoomParts = Omit<
  HashListsParts,
  'lists' | 'versions' | 'arrivals' | 'index' | 'importer'
> & {
  ports: Pick<EnginePorts, 'matchingHome' | 'files'>;
  device: DeviceId;
  /** Called while refs are renumbered: a room that stores refs follows `list_ref_moves`. */
  refsMove: () => void;
  /** How other seats of the hotline get what is imported here. */
  sharing: ListSharing;
  /** Whether content of a list may come from other seats. */
  canArrive: () => boolean;
  /** Encrypts the index's files; the room zeroes it at the end. */
  indexKey: Uint8Array;
};

export interface ListsRoom {
  lists: HashListStore;
  versions: ListVersionStore;
  arrivals: ListArrivals;
  content: ListContentStore;
  index: MatchingIndex;
  hashLists: HashLists;
  matching: ListMatching;
  details: RecordDetailsReader;
}

export function listsRoom(
  db: Database,
  { ports, device, indexKey, ...parts }: ListsRoomParts,
): Room<ListsRoom> {
  const lists = new HashListStore(db);
  const versions = new ListVersionStore(db);
  const content = new ListContentStore(db);
  const arriving = new ArrivingContentStore(db, content);
  const numbers = new RefNumbersStore(db, parts.refsMove);
  const digests = new ListDigestStore(db);
  const details = new RecordDetailsReader(content);
  const questions = new Questions(parts.session.clock);
  const index = new MatchingIndex({
    lists,
    content,
    numbers,
    numberedAnew: () => details.forget(),
    session: parts.session,
    start: () => startMatchingIndex(ports.matchingHome, ports.files, device),
    key: indexKey,
  });
  const importer = new ListImporter({
    ...parts,
    ...{ lists, versions, content, arriving, index, numbers, digests, questions },
  });
  const arrivals = new ListArrivals({
    ...parts,
    ...{ lists, versions, content, arriving, index, digests, questions },
  });
  const hashLists = new HashLists({ ...parts, lists, versions, arrivals, index, importer });
  const record = new SearchRecord({ ...parts, lists });
  const matching = new ListMatching({ lists, index, details, record, questions });
  return {
    api: { lists, versions, arrivals, content, index, hashLists, matching, details },
    kinds: listApplies(lists, versions),
    checks: () => [new ListCheck({ lists, digests, canArrive: parts.canArrive })],
    begin: {
      as: 'hash-lists',
      // Loads the index before anyone asks, if the engine runs background work.
      work: (background) => (background ? index.ready() : index.tidy()),
    },
    stop: () => {
      hashLists.abandon();
      index.close();
      details.forget();
    },
  };
}
