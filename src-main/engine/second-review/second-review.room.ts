import type { Protocol } from '../../../shared/domain/protocol.ts';
import type { EnginePorts } from '../../ports/engine-ports.ts';
import type { Entropy } from '../../ports/entropy.ts';
import { errorKind } from '../../ports/log.ts';
import type { Assessments } from '../assessment/assessments.ts';
import type { CaseBook } from '../cases/case-book.ts';
import type { Unseal } from '../keys/sealing-key.ts';
import type { Room } from '../session/room.ts';
import type { Database } from '../storage/database.ts';
import { Blindness } from './blindness.ts';
import { type DisagreementParts, Disagreements } from './disagreements.ts';
import { Drawing } from './drawing.ts';
import { GoldenStore } from './golden.store.ts';
import { GoldenCases } from './golden-cases.ts';
import { Sampled } from './sampled.ts';
import { SamplingStore } from './sampling.store.ts';
import { Sampling, type SamplingParts } from './sampling.ts';
import { SecondReviewStore } from './second-review.store.ts';
import { SecondReview, type SecondReviewParts } from './second-review.ts';
import { secondReviewApplies } from './second-review-applies.ts';
import { SecondReviewCheck } from './second-review-check.ts';

export type SecondReviewRoomParts = Omit<DisagreementParts, 'store'> &
  Omit<SecondReviewParts, 'store' | 'golden'> & {
    assessments: Assessments;
    book: CaseBook;
    entropy: Entropy;
    protocol: Protocol;
    warrants: SamplingParts['warrants'];
    unseal: Unseal | null;
    ports: Pick<EnginePorts, 'files' | 'log'>;
  };

export interface SecondReviewRoom {
  blindness: Blindness;
  drawing: Drawing;
  golden: GoldenCases;
  sampled: Sampled;
  secondReview: SecondReview;
  disagreements: Disagreements;
  /** What a second person is still to do with a case. */
  waitsForSecond: (caseId: string) => 'second-review' | 'golden-case' | null;
}

export function secondReviewRoom(db: Database, parts: SecondReviewRoomParts): Room<SecondReviewRoom> {
  const { session, people, ports } = parts;
  const store = new SecondReviewStore(db);
  parts.book.onMerge((from, to) => store.repoint(from, to));
  const goldenStore = new GoldenStore(db);
  const samplingStore = new SamplingStore(db);
  const sampling = new Sampling({ ...parts, store: samplingStore, files: ports.files });
  const golden = new GoldenCases({ ...parts, store: goldenStore, reviews: store });
  const attend = () => {
    if (store.transaction(() => sampling.attend())) session.announce('second-review', 'queue', 'ledger');
  };
  let stopListening = () => {};
  return {
    api: {
      golden,
      blindness: new Blindness(store, session.person),
      drawing: new Drawing(sampling, samplingStore, store, session.newRandomId),
      sampled: new Sampled(store, goldenStore, people, sampling, session.clock),
      secondReview: new SecondReview({ ...parts, store, golden }),
      disagreements: new Disagreements({ ...parts, store }),
      waitsForSecond: (caseId) => {
        if (store.isUnsettled(caseId)) return 'second-review';
        return goldenStore.activeOf(caseId) === null ? null : 'golden-case';
      },
    },
    kinds: secondReviewApplies({ store, golden: goldenStore, sampling: samplingStore }),
    checks: () => [new SecondReviewCheck(store)],
    begin: {
      as: 'second-review',
      work: async () => {
        attend();
        stopListening();
        stopListening = session.listen((topics) => {
          if (!topics.some((topic) => topic === 'people' || topic === 'policy')) return;
          try {
            attend();
          } catch (error) {
            ports.log.note({ event: 'background-failed', room: 'second-review', error: errorKind(error) });
          }
        });
      },
    },
    stop: () => stopListening(),
  };
}
