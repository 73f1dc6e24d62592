import type { Entropy } from '../../ports/entropy.ts';
import type { Assessments } from '../assessment/assessments.ts';
import type { CaseBook } from '../cases/case-book.ts';
import type { Room } from '../session/room.ts';
import type { Database } from '../storage/database.ts';
import { Blindness } from './blindness.ts';
import { type DisagreementParts, Disagreements } from './disagreements.ts';
import { Drawing } from './drawing.ts';
import { GoldenStore } from './golden.store.ts';
import { GoldenCases } from './golden-cases.ts';
import { Sampled } from './sampled.ts';
import { SamplingStore } from './sampling.store.ts';
import { Sampling } from './sampling.ts';
import { SecondReviewStore } from './second-review.store.ts';
import { SecondReview, type SecondReviewParts } from './second-review.ts';
import { secondReviewApplies } from './second-review-applies.ts';
import { SecondReviewCheck } from './second-review-check.ts';

export type SecondReviewRoomParts = Omit<DisagreementParts, 'store'> &
  Omit<SecondReviewParts, 'store' | 'golden'> & {
    assessments: Assessments;
    book: CaseBook;
    entropy: Entropy;
  };

export interface SecondReviewRoom {
  blindness: Blindness;
  drawing: Drawing;
  golden: GoldenCases;
  sampled: Sampled;
  secondReview: SecondReview;
  disagreements: Disagreements;
}

export function secondReviewRoom(db: Database, parts: SecondReviewRoomParts): Room<SecondReviewRoom> {
  const { session, entropy, people } = parts;
  const store = new SecondReviewStore(db);
  parts.book.onMerge((from, to) => store.repoint(from, to));
  const goldenStore = new GoldenStore(db);
  const samplingStore = new SamplingStore(db);
  const sampling = new Sampling(samplingStore, session, entropy);
  const golden = new GoldenCases({ ...parts, store: goldenStore, reviews: store });
  return {
    api: {
      golden,
      blindness: new Blindness(store, session.person),
      drawing: new Drawing(sampling, store, session.newRandomId),
      sampled: new Sampled(store, goldenStore, people, sampling, session.clock),
      secondReview: new SecondReview({ ...parts, store, golden }),
      disagreements: new Disagreements({ ...parts, store }),
    },
    kinds: secondReviewApplies({ store, golden: goldenStore, sampling: samplingStore }),
    checks: () => [new SecondReviewCheck(store)],
  };
}
