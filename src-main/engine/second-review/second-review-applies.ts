import type { AssessmentId } from '../../../shared/domain/ids.ts';
import { type Act, type Applies, signerOf } from '../session/acts.ts';
import { damaged } from '../storage/failure.ts';
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
    const { period, rate, drawn: isDrawn } = entry.data.secondReview;
    const state = isDrawn === null ? 'undrawn' : isDrawn ? 'drawn' : 'passed';
    sampling.insertDraw(period, { assessment, rate, state });
    const { review: id } = enclosure;
    if (id === null) return;
    store.insert({ id, assessment, case: entry.data.case, firstBy: signerOf(entry), period });
  };
  /** An assessment that no longer stands does not wait any more, neither for the draw nor for its second review. */
  const drop = (assessment: AssessmentId): void => {
    sampling.withdraw(assessment);
    if (store.stateOf(assessment) === 'waiting') store.withdraw(assessment);
  };
  return {
    'sampling.opened': ({ entry, enclosure }) => {
      const { period, commitment } = entry.data;
      sampling.insertPeriod(period, commitment, entry.at);
      sampling.putSeals(period, enclosure.seals);
    },
    'sampling.sealed': ({ entry, enclosure }) => sampling.putSeals(entry.data.period, enclosure.seals),
    'sampling.drawn': ({ entry, enclosure }) => {
      const { period, drawn: those, passed } = entry.data;
      for (const assessment of passed) sampling.draw(period, assessment, 'passed');
      for (const [index, assessment] of those.entries()) {
        sampling.draw(period, assessment, 'drawn');
        const id = enclosure.reviews[index];
        if (id === undefined) throw damaged({ problem: 'entry-unreadable', seq: entry.seq });
        store.insertDrawn(id, assessment, period);
      }
    },
    'sampling.closed': ({ entry }) => sampling.close(entry.data.period, entry.data.seed, entry.at),
    'case.assessed': (act) => drawn(act, act.entry.data.assessment),
    'assessment.corrected': (act) => {
      drop(act.entry.data.assessment);
      drawn(act, act.entry.data.decision);
    },
    'enclosures.erased': ({ entry }) => {
      store.erase(entry.data.cases);
      golden.erase(entry.data.cases);
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
    'assessment.paralleled': ({ entry }) => {
      const { assessment, parallel, by, second, agrees, review } = entry.data;
      if (!agrees && by !== second) store.dispute(review, assessment, parallel);
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
