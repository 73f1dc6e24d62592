import type { AssessmentId } from '../../../shared/domain/ids.ts';
import { type Act, type Applies, signerOf } from '../session/acts.ts';
import type { GoldenStore } from './golden.store.ts';
import type { SamplingStore } from './sampling.store.ts';
import type { SecondReviewStore } from './second-review.store.ts';

export interface SecondReviewApplying {
  store: SecondReviewStore;
  golden: GoldenStore;
  sampling: SamplingStore;
}

/** How draws, second reviews, golden cases and notes follow from the record. */
export function secondReviewApplies({ store, golden, sampling }: SecondReviewApplying): Applies {
  const drawn = (
    { entry, enclosure }: Act<'case.assessed' | 'assessment.corrected'>,
    assessment: AssessmentId,
  ): void => {
    const { period, ...draw } = entry.data.secondReview;
    sampling.insertDraw(period, { assessment, ...draw });
    const { review: id } = enclosure;
    if (id === null) return;
    store.insert({ id, assessment, case: entry.data.case, firstBy: signerOf(entry), period });
  };
  /** The second review of an assessment that no longer stands does not wait any more. */
  const drop = (assessment: AssessmentId): void => {
    if (store.stateOf(assessment) === 'waiting') store.withdraw(assessment);
  };
  return {
    'sampling.opened': ({ entry, enclosure }) =>
      sampling.insertPeriod(entry.data.period, enclosure.seed, entry.at),
    'sampling.closed': ({ entry }) => sampling.close(entry.data.period, entry.at),
    'case.assessed': (act) => drawn(act, act.entry.data.assessment),
    'assessment.corrected': (act) => {
      drop(act.entry.data.assessment);
      drawn(act, act.entry.data.decision);
    },
    'assessment.withdrawn': ({ entry }) => drop(entry.data.assessment),
    'assessment.revealed': ({ entry }) => store.markSeen([entry.data.assessment], signerOf(entry)),
    // An export shows every waiting case to the person who takes it, so they can no longer review any of them.
    'audit.exported': ({ entry }) => store.markAllSeen(signerOf(entry)),
    'assessment.reviewed': ({ entry, enclosure }) => {
      const { review, judgement, route, agrees } = entry.data;
      const decided = { judgement: { ...judgement, ...enclosure }, route };
      store.judge(review, { by: signerOf(entry), at: entry.at, ...decided }, agrees);
    },
    'assessment.upheld': ({ entry }) => store.settle(entry.data.review, 'upheld', signerOf(entry), entry.at),
    'assessment.overturned': ({ entry }) =>
      store.settle(entry.data.review, 'overturned', signerOf(entry), entry.at),
    'assessment.noted': ({ entry, enclosure }) => {
      const { note, case: caseId, assessment } = entry.data;
      store.insertNote({
        id: note,
        case: caseId,
        assessment,
        from: signerOf(entry),
        at: entry.at,
        ...enclosure,
      });
    },
    'golden.added': ({ entry }) => {
      const { golden: id, case: caseId, assessment } = entry.data;
      golden.insert({ id, case: caseId, assessment, by: signerOf(entry), at: entry.at });
    },
    'golden.removed': ({ entry }) => golden.remove(entry.data.golden, entry.at),
    'golden.answered': ({ entry, enclosure }) => {
      const { golden: id, judgement, route, right } = entry.data;
      const decided = { judgement: { ...judgement, ...enclosure }, route };
      golden.insertAnswer(id, { by: signerOf(entry), at: entry.at, ...decided }, right);
    },
  };
}
