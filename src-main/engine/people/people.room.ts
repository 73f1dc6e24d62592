import type { Protocol } from '../../../shared/domain/protocol.ts';
import type { Room } from '../session/room.ts';
import type { Session } from '../session/session.ts';
import type { Database } from '../storage/database.ts';
import { openFacts } from '../storage/open-facts.ts';
import { DutyClock, type OwnSeats } from './duty-clock.ts';
import { OwnStore } from './own.store.ts';
import { OwnWays } from './own-ways.ts';
import { PeopleStore } from './people.store.ts';
import { People, type PeopleParts } from './people.ts';
import { peopleApplies } from './people-applies.ts';
import { PeopleCheck } from './people-check.ts';
import { RestClock } from './rest-clock.ts';

export type PeopleRoomParts = Omit<PeopleParts, 'store' | 'facts'> & {
  session: Session;
  protocol: Protocol;
  seats: OwnSeats;
};

export interface PeopleRoom {
  store: PeopleStore;
  people: People;
  duty: DutyClock;
  ownWays: OwnWays;
}

export function peopleRoom(db: Database, parts: PeopleRoomParts): Room<PeopleRoom> {
  const store = new PeopleStore(db);
  const own = new OwnStore(db);
  const rest = new RestClock(own, parts.session, parts.protocol);
  const duty = new DutyClock(store, parts.session, parts.protocol, parts.seats, rest);
  return {
    api: {
      store,
      people: new People({ ...parts, store, facts: openFacts(db) }),
      duty,
      ownWays: new OwnWays(own, parts.session, duty),
    },
    kinds: peopleApplies(db),
    checks: () => [new PeopleCheck(store)],
    stop: () => {
      parts.contentKey?.fill(0);
      try {
        duty.storeAll();
      } catch {
        // A full disk costs a few seconds of counted time, and does not keep the vault open.
      }
    },
  };
}
