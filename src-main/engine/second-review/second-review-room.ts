import type { Entropy } from '../../ports/entropy.ts';
import type { Assessments } from '../assessment/assessments.ts';
import type { CaseBook } from '../cases/case-book.ts';
import type { Database } from '../storage/database.ts';
import { randomIdSource } from '../storage/id-source.ts';
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

export type SecondReviewRoomParts = Omit<DisagreementParts, 'store'> &
  Omit<SecondReviewParts, 'store' | 'golden'> & {
    assessments: Assessments;
    book: Pick<CaseBook, 'onMerge'>;
    entropy: Entropy;
  };

/** Everything about second review, put together over an open database. */
export interface SecondReviewRoom {
  store: SecondReviewStore;
  blindness: Blindness;
  drawing: Drawing;
  golden: GoldenCases;
  sampled: Sampled;
  secondReview: SecondReview;
  disagreements: Disagreements;
}

export function secondReviewRoom(db: Database, parts: SecondReviewRoomParts): SecondReviewRoom {
  const { ledger, clock, entropy, person, people } = parts;
  const newRandomId = randomIdSource(entropy);
  const store = new SecondReviewStore(db);
  parts.book.onMerge((from, to) => store.repoint(from, to));
  const goldenStore = new GoldenStore(db);
  const sampling = new Sampling(new SamplingStore(db), ledger, clock, entropy);
  const golden = new GoldenCases({ ...parts, newId: newRandomId, store: goldenStore, reviews: store });
  return {
    store,
    golden,
    blindness: new Blindness(store, person),
    drawing: new Drawing(sampling, store, person, newRandomId),
    sampled: new Sampled(store, goldenStore, people, sampling, clock),
    secondReview: new SecondReview({ ...parts, store, golden }),
    disagreements: new Disagreements({ ...parts, store }),
  };
}
