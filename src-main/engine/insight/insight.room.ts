import type { Protocol } from '../../../shared/domain/protocol.ts';
import type { PeopleDirectory } from '../people/directory.ts';
import type { Room } from '../session/room.ts';
import type { Session } from '../session/session.ts';
import type { Database } from '../storage/database.ts';
import { InsightStore } from './insight.store.ts';
import { OwnDay, type OwnDayParts } from './own-day.ts';
import { WorkloadStore } from './workload.store.ts';
import { Workload } from './workload.ts';

export interface InsightRoom {
  insight: InsightStore;
  workload: Workload;
  ownDay: OwnDay;
}

export function insightRoom(
  db: Database,
  parts: Omit<OwnDayParts, 'stopped'> & { session: Session; protocol: Protocol; people: PeopleDirectory },
): Room<InsightRoom> {
  const insight = new InsightStore(db, parts.session.person.id);
  const store = new WorkloadStore(db);
  return {
    api: {
      insight,
      workload: new Workload({ ...parts, store }),
      ownDay: new OwnDay({ ...parts, stopped: () => store.stopped() }, store),
    },
  };
}
