import type { Protocol } from '../../../shared/domain/protocol.ts';
import type { HotlineKey } from '../../exchange/hotline-signature.ts';
import type { EnginePorts } from '../../ports/engine-ports.ts';
import type { CaseBook } from '../cases/case-book.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Warrants } from '../ledger/warrants.ts';
import type { Room } from '../session/room.ts';
import type { Session } from '../session/session.ts';
import type { Database } from '../storage/database.ts';
import { openFacts } from '../storage/open-facts.ts';
import { channelOf } from './all-channels.ts';
import { AttemptStore } from './attempt.store.ts';
import { Courier } from './courier.ts';
import { DeskContactStore } from './desk-contact.store.ts';
import { DestinationStore } from './destination.store.ts';
import { DestinationCheck } from './destination-check.ts';
import { Destinations } from './destinations.ts';
import { OutboxStore } from './outbox.store.ts';
import { Outbox } from './outbox.ts';
import { OutboxControl } from './outbox-control.ts';
import { referralApplies } from './referral-applies.ts';
import type { Referrals } from './referrals.ts';
import { SentCheckpointStore } from './sent-checkpoint.store.ts';
import type { SentCheckpointRows } from './sent-checkpoint.ts';
import { stateDestination } from './state-destination.ts';
import { TakedownStore } from './takedown.store.ts';
import { Takedowns } from './takedowns.ts';

/** Greatest age, in entries, of the checkpoint that a referral carries. */
const UNANCHORED_AT_MOST = 32;

export interface ReferralRoomParts {
  session: Session;
  protocol: Protocol;
  book: CaseBook;
  ledger: Ledger;
  warrants: Warrants;
  hotline: { name: string; country: string };
  hotlineKey: HotlineKey;
  ports: Pick<EnginePorts, 'network' | 'entropy' | 'log'>;
}

export interface ReferralRoom {
  outbox: Outbox;
  referrals: Referrals;
  sentCheckpoints: SentCheckpointRows;
  destinations: Destinations;
  takedowns: Takedowns;
  control: OutboxControl;
  courier: Courier;
}

export function referralRoom(db: Database, parts: ReferralRoomParts): Room<ReferralRoom> {
  const { session, ledger, warrants, hotline, ports } = parts;
  const referrals = new OutboxStore(db);
  parts.book.onMerge((from, to) => referrals.repoint(from, to));
  const store = new DestinationStore(db);
  const network = ports.network({
    *[Symbol.iterator]() {
      for (const desk of store.list()) {
        const host = channelOf(desk.channel).host(desk.channel.settings);
        if (host !== null && warrants.isSetUp(stateDestination(desk))) yield host;
      }
    },
  });
  const steps = new TakedownStore(db);
  const contacts = new DeskContactStore(db);
  const attempts = new AttemptStore(db);
  const vault = openFacts(db);
  const takedowns = new Takedowns({
    ...{ ...parts, vault, outbox: referrals, takedowns: steps, destinations: store },
  });
  const courier = new Courier({
    ...parts,
    ...ports,
    vault,
    outbox: referrals,
    contacts,
    attempts,
    takedowns,
    destinations: store,
    network,
  });
  return {
    api: {
      outbox: new Outbox(hotline, session.newRandomId, () => ledger.recentCheckpoint(UNANCHORED_AT_MOST)),
      referrals,
      sentCheckpoints: new SentCheckpointStore(db),
      destinations: new Destinations({ ...parts, store, contacts, outbox: referrals }),
      takedowns,
      control: new OutboxControl({ session, vault, outbox: referrals, attempts, contacts }),
      courier,
    },
    kinds: referralApplies(referrals, steps, contacts, parts.book),
    checks: () => [new DestinationCheck(store)],
    begin: {
      as: 'courier',
      work: async (background) => {
        if (background) await courier.runInBackground();
      },
    },
    stop: () => {
      courier.stop();
      network.close();
    },
  };
}
