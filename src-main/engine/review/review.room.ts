import type { EnginePorts } from '../../ports/engine-ports.ts';
import { errorKind } from '../../ports/log.ts';
import type { CaseBook } from '../cases/case-book.ts';
import type { Cases } from '../cases/cases.ts';
import type { PeopleDirectory } from '../people/directory.ts';
import type { Room } from '../session/room.ts';
import type { Database } from '../storage/database.ts';
import { AddressStore } from './address.store.ts';
import { AssignmentStore } from './assignment.store.ts';
import { AssignmentCheck } from './assignment-check.ts';
import { Assignments } from './assignments.ts';
import { Hosting, type HostingParts } from './hosting.ts';
import { KinStore } from './kin.store.ts';
import { Kin } from './kin.ts';
import { OutboxView } from './outbox-view.ts';
import { QueueStore } from './queue.store.ts';
import { Queue } from './queue.ts';
import { Review, type ReviewParts } from './review.ts';
import { reviewApplies } from './review-applies.ts';
import { SavedViewStore } from './saved-view.store.ts';
import { SavedViews } from './saved-views.ts';
import { SearchStore } from './search.store.ts';
import { Search } from './search.ts';
import { SearchIndex } from './search-index.ts';
import { Together, type TogetherParts } from './together.ts';

export type ReviewRoomParts = Omit<ReviewParts, 'assignments'> & {
  book: CaseBook;
  cases: Cases;
  people: PeopleDirectory;
  labelSets: TogetherParts['labelSets'];
  /** Whether a case is open at another seat, as far as that is known here. */
  isOpenElsewhere: TogetherParts['isOpenElsewhere'];
  vault: HostingParts['vault'];
  ports: Pick<EnginePorts, 'log' | 'hostingTable'>;
  /** How many entries of the record have their place for good; null where all have. */
  settled: () => number | null;
};

export interface ReviewRoom {
  queue: Queue;
  views: SavedViews;
  review: Review;
  outboxView: OutboxView;
  search: Search;
  kin: Kin;
  hosting: Hosting;
  together: Together;
}

export function reviewRoom(db: Database, parts: ReviewRoomParts): Room<ReviewRoom> {
  const store = new AssignmentStore(db);
  parts.book.onMerge((from, to) => store.repoint(from, to));
  const canHoldCases = (person: string): boolean => parts.people.canHoldCases(person);
  const queue = new Queue({ ...parts, store: new QueueStore(db, canHoldCases) });
  const review = new Review({ ...parts, assignments: new Assignments({ ...parts, store }) });
  const words = new SearchStore(db);
  const index = new SearchIndex({ ...parts, store: words }, (error) => {
    if (db.isOpen)
      parts.ports.log.note({ event: 'background-failed', room: 'search', error: errorKind(error) });
  });
  return {
    api: {
      queue,
      views: new SavedViews({ ...parts, queue, store: new SavedViewStore(db) }),
      review,
      kin: new Kin({ ...parts, store: new KinStore(db) }),
      hosting: new Hosting(parts, new AddressStore(db)),
      together: new Together({ ...parts, review, canHoldCases }),
      outboxView: new OutboxView(parts.referrals, parts.blindness),
      search: new Search({ ...parts, store: words }),
    },
    kinds: reviewApplies(store, parts.cases, () => words.forgetNotes()),
    checks: () => [new AssignmentCheck(store, parts.cases)],
    begin: {
      as: 'search',
      work: async (background) => {
        if (background) index.begin();
      },
    },
    stop: () => index.stop(),
  };
}
