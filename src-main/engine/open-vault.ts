import type { Check } from '../../shared/contract/check.ts';
import type { DryRunStep, RulesText } from '../../shared/contract/policy.contract.ts';
import type { Person, Session } from '../../shared/contract/vault.contract.ts';
import { DeviceId } from '../../shared/domain/ids.ts';
import { HotlineKey } from '../exchange/hotline-signature.ts';
import type { EnginePorts } from '../ports/engine-ports.ts';
import { errorKind } from '../ports/log.ts';
import { AssessmentStore } from './assessment/assessment.store.ts';
import { DecisionCheck } from './assessment/decision-check.ts';
import { Decisions } from './assessment/decisions.ts';
import { Audit } from './audit/audit.ts';
import { SentCheckpoints } from './audit/sent-checkpoints.ts';
import { CaseStore } from './cases/case.store.ts';
import { CaseBook } from './cases/case-book.ts';
import { InsightStore } from './insight/insight.store.ts';
import { WorkloadStore } from './insight/workload.store.ts';
import { Workload } from './insight/workload.ts';
import { BatchStore } from './intake/batch.store.ts';
import { Importer } from './intake/importer.ts';
import { Intake } from './intake/intake.ts';
import { ReportBook } from './intake/report-book.ts';
import { signingKeyFrom } from './keys/signing-key.ts';
import { AuditStore } from './ledger/audit.store.ts';
import { Ledger, type LedgerKeys } from './ledger/ledger.ts';
import { Warrants } from './ledger/warrants.ts';
import { type HashListRoom, hashListRoom } from './lists/hash-list-room.ts';
import { matchingKernel, startMatchingIndex } from './lists/start-matching-index.ts';
import { type CaseMatchingRoom, caseMatchingRoom } from './matching/case-matching-room.ts';
import { MatchingStore } from './matching/matching.store.ts';
import { Matching } from './matching/matching.ts';
import { DutyClock } from './people/duty-clock.ts';
import { PeopleStore } from './people/people.store.ts';
import { People } from './people/people.ts';
import { PeopleCheck } from './people/people-check.ts';
import { Policies } from './policy/policies.ts';
import { PolicyStore } from './policy/policy.store.ts';
import { PolicyCheck } from './policy/policy-check.ts';
import { Reprioritising } from './policy/reprioritising.ts';
import { runDry } from './policy/run-dry.ts';
import { Courier } from './referral/courier.ts';
import { DestinationStore } from './referral/destination.store.ts';
import { DestinationCheck } from './referral/destination-check.ts';
import { Destinations } from './referral/destinations.ts';
import { OutboxStore } from './referral/outbox.store.ts';
import { Outbox } from './referral/outbox.ts';
import { SentCheckpointStore } from './referral/sent-checkpoint.store.ts';
import { stateDestination } from './referral/stated-destination.ts';
import { AssignmentStore } from './review/assignment.store.ts';
import { AssignmentCheck } from './review/assignment-check.ts';
import { Assignments } from './review/assignments.ts';
import { OutboxView } from './review/outbox-view.ts';
import { Review } from './review/review.ts';
import type { Disagreements } from './second-review/disagreements.ts';
import type { GoldenCases } from './second-review/golden-cases.ts';
import type { Sampled } from './second-review/sampled.ts';
import type { SecondReview } from './second-review/second-review.ts';
import { SecondReviewCheck } from './second-review/second-review-check.ts';
import { secondReviewRoom } from './second-review/second-review-room.ts';
import type { Announcer } from './session/announcer.ts';
import { CommandLog } from './session/command-log.ts';
import { readProtocol } from './session/protocol.ts';
import { ProtocolInForce } from './session/protocol-in-force.ts';
import type { Database } from './storage/database.ts';
import { damaged } from './storage/failure.ts';
import { idSource, randomIdSource } from './storage/id-source.ts';
import { VaultStore } from './storage/vault.store.ts';
import { RecoveryKeeper } from './vault/recovery-keeper.ts';

/** A referral carries a checkpoint that is no more than this many entries old. */
const UNANCHORED_AT_MOST = 32;

/** Everything that works while the vault is open, for the person who opened it. */
export interface OpenVault {
  /** As it is now: an activated policy is in it at once. */
  readonly session: Session;
  readonly people: People;
  readonly recovery: RecoveryKeeper;
  readonly duty: DutyClock;
  readonly policies: Policies;
  /** What rules would make of the last assessments. */
  dryRun(rules: RulesText, last: number): AsyncGenerator<DryRunStep>;
  /** Applies rules that came into force to the cases that wait. */
  readonly reprioritising: Reprioritising;
  readonly intake: Intake;
  readonly importer: Importer;
  readonly batches: BatchStore;
  readonly matching: Matching;
  readonly hashLists: HashListRoom;
  readonly caseMatching: CaseMatchingRoom;
  readonly review: Review;
  readonly destinations: Destinations;
  readonly outboxView: OutboxView;
  readonly secondReview: SecondReview;
  readonly disagreements: Disagreements;
  readonly golden: GoldenCases;
  readonly sampled: Sampled;
  readonly courier: Courier;
  readonly ledger: Ledger;
  readonly audit: Audit;
  readonly insight: InsightStore;
  readonly workload: Workload;
  /** Asks the open database for the properties it promises. */
  examine(): Check[];
  readonly transaction: <Result>(work: () => Result) => Result;
  /** Ends all work, seals the ledger and closes the database. */
  close(): void;
}

/** Puts the rooms together over an open database. */
export function openVault(
  db: Database,
  person: Person,
  personKey: LedgerKeys['person']['key'],
  /** For a supervisor, who can pass it on; zeroed at the end. */
  contentKey: Uint8Array | null,
  /** Of the files of the matching index; zeroed at the end. */
  indexKey: Uint8Array,
  ports: EnginePorts,
  announcer: Announcer,
): OpenVault {
  const { clock, entropy } = ports;
  const newId = idSource(clock, entropy);
  const newRandomId = randomIdSource(entropy);
  const vault = new VaultStore(db);
  const device = DeviceId.parse(vault.fact('device'));
  const policyStore = new PolicyStore(db);
  const active = policyStore.inForce();
  const protocol = new ProtocolInForce(readProtocol(active.body, active.members));
  const hotline = {
    name: vault.fact('hotline'),
    get country(): string {
      return protocol.policy.jurisdiction;
    },
  };
  const sample = vault.fact('sample') === 'yes';
  const deviceKey = signingKeyFrom(Buffer.from(vault.key('device'), 'base64'));

  const auditStore = new AuditStore(db, device);
  const keys = {
    person: { id: person.id as string, key: personKey },
    device: { id: device as string, key: deviceKey },
  };
  const ledger = new Ledger(auditStore, keys, clock, newId);
  const commands = new CommandLog(vault, clock);
  const peopleStore = new PeopleStore(db);
  const duty = new DutyClock({ people: peopleStore, ledger, commands, clock }, protocol, person);
  const people = new People({
    store: peopleStore,
    ledger,
    commands,
    announcer,
    files: ports.files,
    deviceSecret: ports.deviceSecret,
    clock,
    entropy,
    newId,
    person,
    personKey,
    contentKey,
  });
  const cases = new CaseStore(db);
  const book = new CaseBook(cases, protocol, newId, ledger);
  const reprioritising = new Reprioritising(vault, book, announcer, clock);
  const batches = new BatchStore(db);
  const reports = new ReportBook(batches, book, ledger, protocol, newId);
  const importer = new Importer({ batches, reports, ledger, announcer, clock, newId, personId: person.id });
  const intake = new Intake({ importer, reports, ledger, commands, announcer, clock, newId });
  const outbox = new OutboxStore(db);
  const assessments = new AssessmentStore(db);
  const assignments = new AssignmentStore(db);
  const destinationStore = new DestinationStore(db);
  const warrants = new Warrants(auditStore, { device, devicePublicKey: deviceKey.publicKeyText });
  const network = ports.network({
    *[Symbol.iterator]() {
      for (const desk of destinationStore.list()) {
        if (warrants.isSetUp(stateDestination(desk))) yield new URL(desk.url).host;
      }
    },
  });
  const courier = new Courier({
    vault,
    outbox,
    book,
    destinations: destinationStore,
    ledger,
    warrants,
    network,
    hotlineKey: HotlineKey.parse(JSON.parse(vault.key('hotline'))),
    protocol,
    announcer,
    commands,
    clock,
    entropy,
    log: ports.log,
  });
  const decisions = new Decisions({
    cases,
    assessments,
    outbox: new Outbox(outbox, hotline, newRandomId, () => ledger.recentCheckpoint(UNANCHORED_AT_MOST)),
    referrals: outbox,
    clock,
    newId,
    person,
    protocol,
  });
  const hashLists = hashListRoom(db, {
    ledger,
    commands,
    announcer,
    clock,
    newId,
    personId: person.id,
    start: () => startMatchingIndex(ports.matchingHome, ports.files, device),
    indexKey,
  });
  const second = secondReviewRoom(db, {
    cases,
    assessments,
    decisions,
    people: peopleStore,
    ledger,
    commands,
    announcer,
    clock,
    entropy,
    duty,
    newId,
    person,
    protocolOf: ({ id, version }) => {
      const stored = policyStore.find(id, version);
      if (!stored) throw damaged({ problem: 'policy-missing', id, version });
      return readProtocol(stored.body, stored.members);
    },
  });
  const caseMatching = caseMatchingRoom(db, {
    hashLists,
    book,
    blindness: second.blindness,
    protocol,
    ledger,
    commands,
    announcer,
    clock,
    duty,
    newId,
    person,
    decidedAs: (caseId) => assessments.lastOf(caseId)?.legality ?? null,
    kernel: () => matchingKernel(ports.matchingHome),
    failed: (error) => {
      if (!db.isOpen) return;
      ports.log.note({ event: 'background-failed', room: 'matching', error: errorKind(error) });
    },
  });
  return {
    get session() {
      const { policy, members } = protocol;
      return { person, hotline: { ...hotline }, device, sample, policy, members };
    },
    people,
    recovery: new RecoveryKeeper({ vault, ledger, files: ports.files }),
    duty,
    policies: new Policies({
      store: policyStore,
      people: peopleStore,
      protocol,
      reprioritising,
      ledger,
      commands,
      announcer,
      clock,
      newId,
      person,
    }),
    dryRun: (rules, last) => runDry(policyStore, protocol, rules, last, second.blindness.hiddenCases()),
    reprioritising,
    intake,
    importer,
    batches,
    matching: new Matching({
      store: new MatchingStore(db),
      cases,
      blindness: second.blindness,
      ledger,
      newId,
    }),
    hashLists,
    caseMatching,
    review: new Review({
      cases,
      assessments,
      assignments: new Assignments({
        store: assignments,
        cases,
        people: peopleStore,
        ledger,
        commands,
        announcer,
        clock,
        newId,
        person,
      }),
      referrals: outbox,
      book,
      decisions,
      drawing: second.drawing,
      blindness: second.blindness,
      matches: caseMatching.shown,
      ledger,
      commands,
      announcer,
      clock,
      duty,
      person,
      protocol,
    }),
    destinations: new Destinations({
      store: destinationStore,
      outbox,
      warrants,
      ledger,
      commands,
      announcer,
      clock,
      protocol,
    }),
    outboxView: new OutboxView(outbox, second.blindness),
    secondReview: second.secondReview,
    disagreements: second.disagreements,
    golden: second.golden,
    sampled: second.sampled,
    courier,
    ledger,
    audit: new Audit({
      store: auditStore,
      sent: new SentCheckpoints(new SentCheckpointStore(db), auditStore),
      protocol,
      ledger,
      people: peopleStore,
      batches,
      blindness: second.blindness,
      checks: () => [
        new DecisionCheck(assessments, outbox),
        new DestinationCheck(destinationStore),
        new SecondReviewCheck(second.store),
        new AssignmentCheck(assignments),
        new PolicyCheck(policyStore),
        new PeopleCheck(peopleStore),
        caseMatching.check(),
        hashLists.check(),
      ],
      transaction: (work) => db.transaction(work),
      announcer,
      header: {
        format: 'hashline-ledger/1',
        device,
        publicKey: deviceKey.publicKeyText,
        hotline: hotline.name,
      },
    }),
    insight: new InsightStore(db, person.id),
    workload: new Workload({
      store: new WorkloadStore(db),
      people: peopleStore,
      protocol,
      clock,
      person,
    }),
    examine: () => {
      const checks = db.examine();
      // Where pages are damaged, reading rows may fail anywhere.
      return checks.every(({ ok }) => ok) ? [...checks, cases.examine()] : checks;
    },
    transaction: (work) => db.transaction(work),
    close: () => {
      courier.stop();
      reprioritising.stop();
      intake.abandon();
      caseMatching.close();
      hashLists.close();
      network.close();
      contentKey?.fill(0);
      db.close();
    },
  };
}
