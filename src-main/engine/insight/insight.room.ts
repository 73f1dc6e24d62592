import type { Protocol } from '../../../shared/domain/protocol.ts';
import type { StoredRecord } from '../ledger/stored-record.ts';
import type { PeopleDirectory } from '../people/directory.ts';
import type { Room } from '../session/room.ts';
import type { Session } from '../session/session.ts';
import type { Database } from '../storage/database.ts';
import { InsightStore } from './insight.store.ts';
import { OwnDay, type OwnDayParts } from './own-day.ts';
import { ReceiptStore } from './receipt.store.ts';
import { RecordFigures } from './record-figures.ts';
import { WorkloadStore } from './workload.store.ts';
import { Workload } from './workload.ts';

export interface InsightRoom {
  insight: InsightStore;
  workload: Workload;
  recordFigures: RecordFigures;
  ownDay: OwnDay;
}

export function insightRoom(
  db: Database,
  parts: Omit<OwnDayParts, 'stopped'> & {
    session: Session;
    protocol: Protocol;
    people: PeopleDirectory;
    record: StoredRecord;
  },
): Room<InsightRoom> {
  const insight = new InsightStore(db, parts.session.person.id);
  const store = new WorkloadStore(db);
  return {
    api: {
      insight,
      recordFigures: new RecordFigures(parts.record, new ReceiptStore(db, parts.session.person.id)),
      workload: new Workload({ ...parts, store }),
      ownDay: new OwnDay({ ...parts, stopped: () => store.stopped() }, store),
    },
  };
}
