import type { EngineClient } from '../../shared/contract/contract.ts';
import type { Session, Topic } from '../../shared/contract/vault.contract.ts';
import { type Duty, mayDo } from '../../shared/domain/duty.ts';
import type { CaseId } from '../../shared/domain/ids.ts';
import type { LabelSet } from '../../shared/domain/label-set.ts';
import type { Policy } from '../../shared/domain/policy.ts';
import { createLedgerStore, type LedgerStore } from '../features/audit/index.ts';
import { type BackupStore, createBackupStore } from '../features/backup/index.ts';
import { type BlocklistStore, createBlocklistStore } from '../features/blocklist/index.ts';
import { createInsightStore, type InsightStore } from '../features/insight/index.ts';
import { createIntakeStore, type IntakeStore } from '../features/intake/index.ts';
import { createListsStore, type ListsStore } from '../features/lists/index.ts';
import { createMatchesStore, type MatchesStore } from '../features/matching/index.ts';
import { createPeopleStore, type PeopleStore } from '../features/people/index.ts';
import { createPolicyStore, type PolicyStore } from '../features/policy/index.ts';
import {
  type ContactsStore,
  createContactsStore,
  createOutboxStore,
  type OutboxStore,
} from '../features/referral/index.ts';
import { createRetentionStore, type RetentionStore } from '../features/retention/index.ts';
import {
  createQueueStore,
  createSavedViewStore,
  createSelectionStore,
  createWorkStore,
  type ReviewStores,
  takeLighter,
} from '../features/review/index.ts';
import {
  createSecondReviewStores,
  loadSecondReview,
  type SecondReviewStores,
} from '../features/second-review/index.ts';
import { createTeamStore, elsewhereOf, type TeamStore } from '../features/team/index.ts';
import { createTogetherStores, type TogetherStores } from '../features/together/index.ts';
import { createWellbeingStore, type WellbeingStore } from '../features/wellbeing/index.ts';
import type { WorkingSet } from '../storage/working-set.ts';
import type { Connection } from '../transport/connection.ts';
import { createNavigation, type NavigationStore } from './navigation.ts';

/** Everything the page knows while a vault is open. It is dropped as a whole at lock, so that nothing of a case stays. */
export interface SessionStores {
  session: Session;
  client: EngineClient;
  review: ReviewStores;
  secondReview: SecondReviewStores;
  intake: IntakeStore;
  lists: ListsStore;
  matches: MatchesStore;
  outbox: OutboxStore;
  contacts: ContactsStore;
  blocklist: BlocklistStore;
  ledger: LedgerStore;
  insight: InsightStore;
  backup: BackupStore;
  retention: RetentionStore;
  people: PeopleStore;
  policy: PolicyStore;
  team: TeamStore;
  together: TogetherStores;
  wellbeing: WellbeingStore;
  navigation: NavigationStore;
}

/**
 * @param labels the set of labels in force at the moment
 * @param policy the policy in force at the moment
 */
export function createSessionStores(
  connection: Connection,
  workingSet: WorkingSet,
  session: Session,
  labels: () => LabelSet | null,
  policy: () => Policy,
): SessionStores {
  const { client } = connection;
  const queue = createQueueStore(client);
  const team = createTeamStore(client);
  const wellbeing = createWellbeingStore(client);
  const isFree = (id: CaseId) => elsewhereOf(team.getState().status, id) === null;
  const work = createWorkStore({ client, workingSet, queue, session, labels, isFree });
  const review: ReviewStores = {
    queue,
    work,
    selection: createSelectionStore(() => policy().review.atOnce),
    lighter: () => takeLighter({ client, work, isFree, count: wellbeing.getState().tookLighter }),
    find: client.search.find,
    narratives: client.search.narratives,
    views: createSavedViewStore(client),
  };
  return {
    session,
    client,
    review,
    together: createTogetherStores({ client, review, labels, most: () => policy().review.atOnce }),
    secondReview: createSecondReviewStores(client, workingSet, labels),
    intake: createIntakeStore(client),
    lists: createListsStore(client),
    matches: createMatchesStore(client),
    outbox: createOutboxStore(client),
    contacts: createContactsStore(client),
    blocklist: createBlocklistStore(client),
    ledger: createLedgerStore(client),
    insight: createInsightStore(client),
    backup: createBackupStore(client),
    retention: createRetentionStore(client),
    people: createPeopleStore(client),
    policy: createPolicyStore(client),
    team,
    wellbeing,
    navigation: createNavigation(session.person.role),
  };
}

/** Reads what the first screen and the status bar show, and finishes decisions that an earlier page left unsent. */
export async function fillSessionStores(stores: SessionStores): Promise<void> {
  const { review, matches, outbox, ledger, people } = stores;
  const may = (duty: Duty) => mayDo(stores.session.person.role, duty);
  if (may('review')) {
    await review.views.getState().load();
    const begun = review.views.getState().views.find(({ isDefault }) => isDefault);
    await review.queue.getState().load(begun?.view);
    await Promise.all([review.work.getState().resume(), review.work.getState().replay()]);
  }
  await Promise.all([
    may('review') && matches.getState().loadProgress(),
    may('read-outbox') && outbox.getState().load(),
    may('read-ledger') && ledger.getState().refresh(),
    may('read-people') && people.getState().load(),
    may('manage-policy') && stores.policy.getState().load(),
    stores.backup.getState().load(),
    stores.wellbeing.getState().load(),
    stores.team.getState().load(),
    loadSecondReview(stores.secondReview, stores.session.person.role),
  ]);
}

/** Reads again what the engine says has changed. */
export async function followTopics(stores: SessionStores, topics: ReadonlySet<Topic>): Promise<void> {
  const { review, intake, lists, outbox, contacts, ledger, insight, people, policy, team, navigation } =
    stores;
  const may = (duty: Duty) => mayDo(stores.session.person.role, duty);
  const { screen } = navigation.getState();
  const work = review.work.getState();
  // Rows may move by themselves only while no case of the list is being worked on.
  const settle = work.detail === null || screen !== 'queue';
  await Promise.allSettled([
    topics.has('queue') && may('review') && review.queue.getState().refresh(settle),
    topics.has('queue') && may('review') && review.views.getState().follow(),
    topics.has('batches') && may('import') && intake.getState().loadBatches(),
    topics.has('batches') && may('import') && intake.getState().loadProfiles(),
    topics.has('batches') && may('import') && intake.getState().loadWatching(),
    topics.has('matching') && may('review') && followMatching(stores),
    topics.has('lists') && may('review') && lists.getState().load(),
    (topics.has('outbox') || topics.has('destinations')) && outbox.getState().load(),
    topics.has('destinations') && contacts.getState().contacts !== null && contacts.getState().load(),
    topics.has('outbox') && may('review') && work.refresh(),
    topics.has('second-review') && loadSecondReview(stores.secondReview, stores.session.person.role),
    topics.has('people') && people.getState().load(),
    topics.has('policy') && policy.getState().load(),
    topics.has('ledger') && ledger.getState().refresh(),
    topics.has('backup') && stores.backup.getState().load(),
    (topics.has('vault') || topics.has('seats') || topics.has('ledger') || topics.has('outbox')) &&
      team.getState().follow(screen === 'seats', topics.has('vault') || topics.has('seats')),
    screen === 'figures' && insight.getState().refresh(),
  ]);
}

/** While all cases are being matched only the progress is read; the results are read once matching is over. */
async function followMatching({ session, review, matches, navigation }: SessionStores): Promise<void> {
  await matches.getState().loadProgress();
  if (matches.getState().progress?.state !== 'idle') return;
  if (navigation.getState().screen === 'lists' && mayDo(session.person.role, 'manage-lists'))
    await matches.getState().loadQuarantine();
  await review.work.getState().refresh();
}
