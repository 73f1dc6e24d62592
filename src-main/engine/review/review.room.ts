import type { CaseStore } from '../cases/case.store.ts';
import type { PeopleStore } from '../people/people.store.ts';
import type { Room } from '../session/room.ts';
import type { Database } from '../storage/database.ts';
import { AssignmentStore } from './assignment.store.ts';
import { AssignmentCheck } from './assignment-check.ts';
import { Assignments } from './assignments.ts';
import { OutboxView } from './outbox-view.ts';
import { Review, type ReviewParts } from './review.ts';

export type ReviewRoomParts = Omit<ReviewParts, 'assignments'> & { cases: CaseStore; people: PeopleStore };

export interface ReviewRoom {
  review: Review;
  outboxView: OutboxView;
}

export function reviewRoom(db: Database, parts: ReviewRoomParts): Room<ReviewRoom> {
  const store = new AssignmentStore(db);
  return {
    api: {
      review: new Review({ ...parts, assignments: new Assignments({ ...parts, store }) }),
      outboxView: new OutboxView(parts.referrals, parts.blindness),
    },
    checks: () => [new AssignmentCheck(store)],
  };
}
