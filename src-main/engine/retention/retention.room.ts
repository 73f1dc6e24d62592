import type { Files } from '../../ports/files.ts';
import type { StoredRecord } from '../ledger/stored-record.ts';
import type { Room } from '../session/room.ts';
import type { Database } from '../storage/database.ts';
import { RetentionStore } from './retention.store.ts';
import { Retention, type RetentionParts } from './retention.ts';

export type RetentionRoomParts = Omit<RetentionParts, 'store' | 'record' | 'files'> & {
  store: StoredRecord;
  ports: { files: Files };
};

export function retentionRoom(
  db: Database,
  { store: record, ports, ...parts }: RetentionRoomParts,
): Room<{ retention: Retention }> {
  const store = new RetentionStore(db);
  return { api: { retention: new Retention({ ...parts, record, store, files: ports.files }) } };
}
