import type { Session as SessionInfo } from '../../../shared/contract/vault.contract.ts';
import type { CaseId } from '../../../shared/domain/ids.ts';
import { EntropyAhead } from '../../ports/entropy.ts';
import type { Hub } from '../../ports/hub.ts';
import { assessmentRoom } from '../assessment/assessment.room.ts';
import { auditRoom } from '../audit/audit.room.ts';
import { backupRoom } from '../backup/backup.room.ts';
import { blocklistRoom } from '../blocklist/blocklist.room.ts';
import { casesRoom } from '../cases/cases.room.ts';
import type { ReportChannels } from '../cases/report-channels.ts';
import { insightRoom } from '../insight/insight.room.ts';
import { batchParcel } from '../intake/batch-parcel.ts';
import { intakeRoom } from '../intake/intake.room.ts';
import { ledgerRoom } from '../ledger/ledger.room.ts';
import type { ListHits } from '../lists/list-hits.ts';
import type { ListSharing } from '../lists/list-sharing.ts';
import { listsRoom } from '../lists/lists.room.ts';
import { matchingRoom } from '../matching/matching.room.ts';
import { hasOtherSeat } from '../people/other-seats.ts';
import { peopleRoom } from '../people/people.room.ts';
import type { PastAssessments } from '../policy/past-assessments.ts';
import { policyRoom, protocolInForce } from '../policy/policy.room.ts';
import { referralRoom } from '../referral/referral.room.ts';
import { retentionRoom } from '../retention/retention.room.ts';
import { reviewRoom } from '../review/review.room.ts';
import { secondReviewRoom } from '../second-review/second-review.room.ts';
import { CommandStore } from '../session/command.store.ts';
import { CommandClock } from '../session/command-clock.ts';
import { CommandLog } from '../session/command-log.ts';
import type { Room } from '../session/room.ts';
import { RoomsInOrder } from '../session/rooms-in-order.ts';
import { Session } from '../session/session.ts';
import { idSource, randomIdSource } from '../storage/id-source.ts';
import { openFacts } from '../storage/open-facts.ts';

import { NEW_KEY_DUE } from '../storage/vault-facts.ts';
import { CourierLeases } from '../team/courier-leases.ts';
import { Envelope } from '../team/envelope.ts';
import { teamRoom } from '../team/team.room.ts';
import { TeamStore } from '../team/team.store.ts';
import { RowComparison } from '../vault/compare-rows.ts';
import { headerOf, identityOf, ledgerKeys } from '../vault/identity.ts';
import type { OpenedVault, Opening } from '../vault/opening.ts';
import { RecoveryKeeper } from '../vault/recovery-keeper.ts';
import { migrations } from './migrations.ts';

/** All parts that work while the vault is open, for the person who opened it. */
export type OpenVault = ReturnType<typeof openVault>;

/** Builds the rooms over an open database from the lowest up: each receives the ones below it. */
export function openVault(opening: Opening) {
  const { db, person, personKey, contentKey, unseal, indexKey, ports, announcer, unrecorded } = opening;
  const clock = new CommandClock(ports.clock);
  const vault = openFacts(db);
  const protocol = protocolInForce(db);
  const identity = identityOf(vault, protocol);
  const { device, logKey, hotline, sample } = identity;
  const ahead = new EntropyAhead(ports.entropy);
  const ids = { newId: idSource(clock, ahead), newRandomId: randomIdSource(ahead) };
  const seat = ledgerKeys(identity);
  const keys = { ...seat, person: { id: person.id, key: personKey } };
  const rooms = new RoomsInOrder();
  const put = <Api>(room: Room<Api>): Api => rooms.put(room);
  const order = new TeamStore(db);
  const writing = { keys, clock, ...ids, entropy: ahead, acts: rooms.acts, order };
  const ledger = put(ledgerRoom(db, writing));
  const commands = new CommandLog(new CommandStore(db), clock);
  const looking = { isReadOnly: () => db.readOnly !== null, unrecorded };
  const parts = { recorder: ledger.ledger, commands, announcer, clock, ...ids, person };
  const session = new Session({ ...parts, ...looking });
  const base = { session, protocol };
  // Called only once the rooms above exist.
  const canHoldCases = (id: string): boolean => people.store.canHoldCases(id);
  const channels: ReportChannels = { cameThrough: (id, names) => intake.reports.cameThrough(id, names) };
  const cases = put(casesRoom(db, { ...base, channels, canHoldCases }));
  const seats = {
    areSeveral: () => order.state() !== null && hasOtherSeat(ledger.warrants.now(), person.id, device),
    isInContact: () => order.isInContact(),
  };
  const people = put(peopleRoom(db, { ...base, ...ports, personKey, contentKey, device, seats }));
  const staff = { people: people.store, duty: people.duty };
  const past = (): PastAssessments => assessment.assessments;
  const hidden = (): ReadonlySet<string> => second.blindness.hiddenCases();
  const configured = (): readonly string[] => referral.destinations.configured();
  const policy = put(policyRoom(db, { ...base, ...cases, ...staff, past, hidden, configured }));
  const intake = put(intakeRoom(db, { ...base, ...cases, vault, ports }));
  const below = { ...base, ...cases, ...staff, ...intake, ports, entropy: ports.entropy };
  const envelope = new Envelope(order, vault.key('identity'));
  // Called only once the team's room exists.
  const hub = (): Hub | null => team.teamSync.hub;
  const turn = new CourierLeases({
    ...{ team: order, envelope, clock, hub, device },
    apartForMs: () => team.teamSync.apartForMs,
    aloneAfterMinutes: () => protocol.policy.courier.aloneAfterMinutes,
  });
  const referral = put(referralRoom(db, { ...below, ...ledger, ...identity, turn }));
  const assessment = put(assessmentRoom(db, { ...below, ...referral, ...policy }));
  const hits: ListHits = { hitsSince: (day) => matching.hits.hitsSince(day) };
  const refsMove = (): void => matching.followRefs();
  const sharing: ListSharing = {
    offer: (id, pieces) => team.listTravel.offer(id, pieces),
    withdraw: (id) => team.listTravel.withdraw(id),
  };
  const canArrive = (): boolean => order.state() !== null;
  const lists = put(listsRoom(db, { session, ports, device, indexKey, hits, refsMove, sharing, canArrive }));
  const second = put(secondReviewRoom(db, { ...below, ...ledger, ...assessment, ...policy, unseal }));
  const all = { ...below, ...ledger, ...referral, ...assessment, ...second };
  const matching = put(matchingRoom(db, { ...all, lists }));
  const settled = (): number | null => order.state()?.settled.size ?? null;
  // Called only once the team's room exists.
  const isOpenElsewhere = (id: CaseId): boolean => team.caseLeases.openElsewhere(id) !== null;
  const shown = { matches: matching.shown, isOpenElsewhere };
  const review = put(reviewRoom(db, { ...all, ...policy, ...shown, settled, vault }));
  const retention = put(retentionRoom(db, { ...all, commands }));
  const blocklist = put(blocklistRoom(db, { ...all, ...identity }));
  const header = headerOf(identity);
  const house = { migrations, open: openVault };
  const comparison = new RowComparison({ source: db, header, person, personKey, keys: seat, ports, house });
  const settle = async (): Promise<void> => {
    if (order.state() !== null) await team.seats.contact();
  };
  const compare = { checks: () => rooms.checks(), compareRows: () => comparison.run() };
  const { audit } = put(auditRoom(db, { ...all, ...compare, header, device, settle }));
  const insight = put(insightRoom(db, { ...base, ...staff, record: ledger.store, ownWays: people.ownWays }));
  const recovery = new RecoveryKeeper({ vault, ledger: ledger.ledger, files: ports.files });
  const recoveryRecipient = () => recovery.recipient(ledger.warrants.now().recoveryPublicKey);
  const team = put(
    teamRoom(db, {
      ...{
        session,
        facts: vault,
        order,
        record: ledger.store,
        warrants: ledger.warrants,
        people: people.store,
      },
      ...{ ledger: ledger.ledger, personKey, entropy: ports.entropy, setup: ports.hubSetup },
      ...{ log: { id: identity.log, publicKey: logKey.publicKeyText }, hotline, device, header, migrations },
      ...{ clock: ports.clock, connect: ports.hub, batches: batchParcel(intake.batches) },
      ...{ ...assessment, envelope, destinations: referral.sharedDestinations, lists, ports },
      duty: people.duty,
      mayKeepCopy: () => protocol.policy.seats.keepCopy,
      followRules: () => policy.followRules(),
      rowsMoved: () => matching.rowsMoved(),
    }),
  );
  const backup = put(backupRoom(db, { ...below, ...ledger, vault, header, logKey, recoveryRecipient }));

  return {
    get session(): SessionInfo {
      const { policy: rules, members } = protocol;
      const labels = policy.labelSets.inForce();
      const { readOnly } = db;
      return { person, hotline: { ...hotline }, device, sample, policy: rules, members, labels, readOnly };
    },
    record: () => ledger.warrants.now(),
    isNewKeyDue: () => vault.findFact(NEW_KEY_DUE) !== null,
    recovery,
    ledger: ledger.ledger,
    waiting: () => referral.referrals.waiting(),
    people: people.people,
    duty: people.duty,
    ownWays: people.ownWays,
    ...policy,
    ...intake,
    destinations: referral.destinations,
    courier: referral.courier,
    contacts: referral.contacts,
    sealedFiles: referral.sealedFiles,
    pulls: referral.pulls,
    ...{ takedowns: referral.takedowns, outboxControl: referral.control },
    consultations: referral.consultations,
    lists,
    ...second,
    matching,
    ...review,
    audit,
    ...insight,
    ...backup,
    ...retention,
    ...blocklist,
    ...team,
    examine: () => {
      const found = db.examine();
      // Where pages are damaged, reading any row may fail.
      return found.every(({ ok }) => ok)
        ? [...found, cases.cases.examine(), ...backup.backupSchedule.examine()]
        : found;
    },
    transaction: (work) => db.transaction(work),
    goOnWriting: (first) => db.goOnWriting(first),
    begin: (background, failed) => rooms.begin(background, failed),
    close: () => {
      comparison.stop();
      rooms.stop();
      db.close();
    },
  } satisfies OpenedVault & Record<string, unknown>;
}
