import type { Cases } from '../cases/cases.ts';
import type { PeopleDirectory } from '../people/directory.ts';
import type { Room } from '../session/room.ts';
import type { Database } from '../storage/database.ts';
import { AssignmentStore } from './assignment.store.ts';
import { AssignmentCheck } from './assignment-check.ts';
import { Assignments } from './assignments.ts';
import { OutboxView } from './outbox-view.ts';
import { QueueStore } from './queue.store.ts';
import { Review, type ReviewParts } from './review.ts';
import { reviewApplies } from './review-applies.ts';

export type ReviewRoomParts = Omit<ReviewParts, 'queue' | 'assignments'> & {
  cases: Cases;
  people: PeopleDirectory;
};

export interface ReviewRoom {
  review: Review;
  outboxView: OutboxView;
}

export function reviewRoom(db: Database, parts: ReviewRoomParts): Room<ReviewRoom> {
  const store = new AssignmentStore(db);
  parts.book.onMerge((from, to) => store.repoint(from, to));
  const queue = new QueueStore(db, (person) => parts.people.canHoldCases(person));
  return {
    api: {
      review: new Review({ ...parts, queue, assignments: new Assignments({ ...parts, store }) }),
      outboxView: new OutboxView(parts.referrals, parts.blindness),
    },
    kinds: reviewApplies(store, parts.cases),
    checks: () => [new AssignmentCheck(store, parts.cases)],
  };
}
