import type { DestinationInput } from '../../../shared/contract/referral.contract.ts';
import type { Protocol } from '../../../shared/domain/protocol.ts';
import type { HotlineKey } from '../../exchange/hotline-signature.ts';
import type { EnginePorts } from '../../ports/engine-ports.ts';
import type { CaseBook } from '../cases/case-book.ts';
import type { Cases } from '../cases/cases.ts';
import type { Importer } from '../intake/importer.ts';
import type { Reports } from '../intake/reports.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Warrants } from '../ledger/warrants.ts';
import type { Room } from '../session/room.ts';
import type { Session } from '../session/session.ts';
import type { Database } from '../storage/database.ts';
import { openFacts } from '../storage/open-facts.ts';
import { channelOf } from './all-channels.ts';
import { AskedReferralStore } from './asked-referral.store.ts';
import { AttemptStore } from './attempt.store.ts';
import { ChannelNoteStore } from './channel-note.store.ts';
import type { Exchange, Notices } from './channels/channel.ts';
import { ConsultationStore } from './consultation.store.ts';
import { Consultations } from './consultations.ts';
import { ContactStore } from './contact.store.ts';
import { ContactBook } from './contact-book.ts';
import { Courier } from './courier.ts';
import type { CourierTurn } from './courier-turn.ts';
import { DeskCertificateStore } from './desk-certificate.store.ts';
import { DeskContactStore } from './desk-contact.store.ts';
import { DestinationStore } from './destination.store.ts';
import { DestinationCheck } from './destination-check.ts';
import { Destinations } from './destinations.ts';
import { OutboxStore } from './outbox.store.ts';
import { Outbox } from './outbox.ts';
import { OutboxControl } from './outbox-control.ts';
import { Pulls } from './pulls.ts';
import { referralApplies } from './referral-applies.ts';
import type { Referrals } from './referrals.ts';
import { SealedStore } from './sealed.store.ts';
import { SealedFiles } from './sealed-files.ts';
import { SeenCertificates } from './seen-certificates.ts';
import { SentCheckpointStore } from './sent-checkpoint.store.ts';
import type { SentCheckpointRows } from './sent-checkpoint.ts';
import { setUpDestinations } from './set-up-destinations.ts';
import { stateDestination } from './state-destination.ts';
import { TakedownStore } from './takedown.store.ts';
import { Takedowns } from './takedowns.ts';

/** Greatest age, in entries, of the checkpoint that a referral carries. */
const UNANCHORED_AT_MOST = 32;

export interface ReferralRoomParts {
  session: Session;
  protocol: Protocol;
  cases: Cases;
  book: CaseBook;
  ledger: Ledger;
  warrants: Warrants;
  hotline: { name: string; country: string };
  hotlineKey: HotlineKey;
  importer: Importer;
  reports: Reports;
  ports: Pick<EnginePorts, 'network' | 'mail' | 'entropy' | 'log'>;
  turn: CourierTurn;
}

export interface ReferralRoom {
  outbox: Outbox;
  referrals: Referrals;
  sentCheckpoints: SentCheckpointRows;
  destinations: Destinations;
  contacts: ContactBook;
  sealedFiles: SealedFiles;
  takedowns: Takedowns;
  consultations: Consultations;
  control: OutboxControl;
  courier: Courier;
  pulls: Pulls;
  /** The settings of destinations, which every seat of a hotline needs. */
  sharedDestinations: {
    list(): readonly DestinationInput[];
    missing(): readonly string[];
    take(destination: DestinationInput): boolean;
  };
  /** Whether a desk there is can be asked what became of a referral. */
  canBeAsked: (destination: string) => boolean;
}

export function referralRoom(db: Database, parts: ReferralRoomParts): Room<ReferralRoom> {
  const { session, ledger, warrants, hotline, ports } = parts;
  const referrals = new OutboxStore(db);
  const consulted = new ConsultationStore(db);
  parts.book.onMerge((from, to) => {
    referrals.repoint(from, to);
    consulted.repoint(from, to);
  });
  const store = new DestinationStore(db);
  const hosts = {
    *[Symbol.iterator]() {
      for (const { channel } of setUpDestinations(store, warrants)) {
        const host = channelOf(channel).host(channel.settings);
        if (host !== null) yield host;
      }
    },
  };
  const network = ports.network(hosts);
  const sealed = new SealedStore(db);
  const contactStore = new ContactStore(db);
  const contacts = new ContactBook({ session, warrants, store: contactStore });
  const notices: Notices = {
    mail: ports.mail(hosts),
    contactFor: (subject) => contacts.contactFor(subject),
    hasWrittenTo: (address) => sealed.hasSentTo(address),
  };
  const deskCertificates = new DeskCertificateStore(db);
  const seen = new SeenCertificates(session, openFacts(db), deskCertificates);
  const exchange = (signal: AbortSignal, destination: string): Exchange => ({
    network: seen.watching(destination, network),
    notices,
    hotlineKey: parts.hotlineKey,
    timeoutMs: parts.protocol.policy.courier.timeoutMs,
    nowMs: () => session.nowMs(),
    sleep: (ms) => session.clock.sleep(ms, signal),
    signal,
  });
  const steps = new TakedownStore(db);
  const attempts = new AttemptStore(db);
  const shelf = {
    outbox: referrals,
    asked: new AskedReferralStore(db),
    destinations: store,
    deskContacts: new DeskContactStore(db),
    deskCertificates,
    vault: openFacts(db),
    exchange,
  };
  const takedowns = new Takedowns({ ...parts, ...shelf, takedowns: steps });
  const notes = new ChannelNoteStore(db);
  const courier = new Courier({ ...parts, ...ports, ...shelf, notes, attempts, takedowns });
  const sharedDestinations = {
    list: () => setUpDestinations(store, warrants),
    missing: () => {
      const here = new Set(setUpDestinations(store, warrants).map(({ id }) => String(id)));
      return warrants.setUps().filter((id) => !here.has(id));
    },
    take: (destination: DestinationInput) => {
      if (!warrants.isSetUp(stateDestination(destination))) return false;
      openFacts(db).transaction(() => store.put(destination, session.now()));
      return true;
    },
  };
  const pulls = new Pulls({
    ...parts,
    ...ports,
    outbox: referrals,
    destinations: () => setUpDestinations(store, warrants),
    isMine: (desk) => parts.turn.take(desk),
    exchange,
  });
  return {
    api: {
      outbox: new Outbox({
        hotline,
        newId: session.newRandomId,
        checkpoint: () => ledger.recentCheckpoint(UNANCHORED_AT_MOST),
        hostingOf: (caseId) => parts.book.reportedHosting(caseId),
      }),
      referrals,
      sentCheckpoints: new SentCheckpointStore(db),
      destinations: new Destinations({ ...parts, ...shelf, store }),
      contacts,
      sealedFiles: new SealedFiles({ ...parts, ...shelf, store: sealed }),
      takedowns,
      consultations: new Consultations(session, parts.cases, consulted),
      control: new OutboxControl({ session, outbox: referrals, attempts }),
      courier,
      pulls,
      sharedDestinations,
      canBeAsked: (destination) =>
        store.list().some(({ id, channel }) => id === destination && channelOf(channel).ask !== undefined),
    },
    kinds: referralApplies({
      ...{ outbox: referrals, sealed, takedowns: steps, contacts: contactStore },
      ...{ consultations: consulted, cases: parts.cases },
      book: parts.book,
    }),
    checks: () => [new DestinationCheck(store)],
    begin: {
      as: 'courier',
      work: async (background) => {
        if (background) await Promise.all([courier.runInBackground(), pulls.runInBackground()]);
      },
    },
    stop: () => {
      courier.stop();
      pulls.stop();
      seen.stop();
      network.close();
    },
  };
}
