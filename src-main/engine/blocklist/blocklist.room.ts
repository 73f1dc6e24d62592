import type { StoredRecord } from '../ledger/stored-record.ts';
import { signerOf } from '../session/acts.ts';
import type { Room } from '../session/room.ts';
import type { Database } from '../storage/database.ts';
import { BlocklistStore } from './blocklist.store.ts';
import { Blocklist, type BlocklistParts } from './blocklist.ts';

export type BlocklistRoomParts = Omit<BlocklistParts, 'store' | 'record'> & { store: StoredRecord };

export function blocklistRoom(
  db: Database,
  { store: record, ...parts }: BlocklistRoomParts,
): Room<{ blocklist: Blocklist }> {
  const store = new BlocklistStore(db);
  return {
    api: { blocklist: new Blocklist({ ...parts, record, store }) },
    kinds: {
      'blocklist.exported': ({ entry, enclosure }) =>
        store.record({ serial: entry.data.serial, at: entry.at, person: signerOf(entry), ...enclosure }),
    },
  };
}
