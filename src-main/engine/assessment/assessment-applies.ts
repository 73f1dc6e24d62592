import type { AssessmentId } from '../../../shared/domain/ids.ts';
import { livingCase } from '../cases/case-of.ts';
import type { Cases } from '../cases/cases.ts';
import type { Referrals } from '../referral/referrals.ts';
import { type Act, type Applies, signerOf } from '../session/acts.ts';
import type { AssessmentStore } from './assessment.store.ts';
import { stateAfter } from './state-after.ts';

export interface AssessmentApplying {
  cases: Cases;
  assessments: AssessmentStore;
  referrals: Referrals;
}

type Deciding = 'case.assessed' | 'assessment.corrected' | 'assessment.overturned';

/** How decisions, their referrals and the states of cases follow from the record. */
export function assessmentApplies({ cases, assessments, referrals }: AssessmentApplying): Applies {
  /** The decision that stands beside an act, whose signer had not seen it; null where the act itself stands. */
  const beside = (
    { entry, hasSeen }: Act<Deciding>,
    caseId: string,
    replaces: AssessmentId | null,
  ): AssessmentId | null => {
    const standing = assessments.standingOf(caseId);
    if (standing === null || standing.id === replaces) return null;
    return standing.device === entry.device || hasSeen(standing.position) ? null : standing.id;
  };
  const decide = (
    act: Act<Deciding>,
    id: AssessmentId,
    replaces: AssessmentId | null,
    corrects: { assessment: AssessmentId; reason: string } | null,
  ): void => {
    const { entry, enclosure, position } = act;
    const { data, at, device } = entry;
    const stored = livingCase(cases, data.case);
    const { state, reopened } = stored;
    const { note, heldUntil, dueAt, bodies } = enclosure;
    const judgement = { ...data.judgement, note };
    const by = signerOf(entry);
    const parallelTo = beside(act, stored.id, replaces);
    const number = assessments.insert(
      stored.id,
      { id, by, assessedAt: at, judgement, route: data.route, heldUntil, corrects },
      { state, reopened, dueAt },
      { position, device, parallelTo },
    );
    const isVoid = parallelTo !== null;
    for (const [index, { idempotencyKey }] of data.referrals.entries()) {
      const body = bodies[index] ?? '';
      const queued = { caseId: stored.id, assessmentId: id, queuedAt: at, heldUntil, idempotencyKey, body };
      referrals.queue({ ...queued, isVoid, position });
    }
    if (isVoid) return;
    if (replaces !== null) assessments.besideAnother(replaces, id);
    const { legality } = data.judgement;
    const decided = { number, by, legality, category: data.route.category };
    cases.update({ ...stored, state: stateAfter(data.route.outcome), reopened: null, decided }, stored);
    cases.saveDraft(stored.id, null);
  };
  /** A decision that stood is taken back: the first one made beside it stands in its place. */
  const withdraw = ({ entry }: Act<'assessment.withdrawn'>): void => {
    const { case: id, assessment } = entry.data;
    const stood = assessments.parallelTo(assessment) === null;
    const stored = livingCase(cases, id);
    referrals.withdraw(stored.id, assessment);
    assessments.withdraw(assessment, entry.at);
    if (!stood) return;
    const next = assessments.firstBeside(assessment);
    if (next !== null) {
      assessments.letStand(next.id, assessment);
      referrals.letGo(stored.id, next.id);
    }
    // A reason that reopened the case meanwhile still applies.
    if (stored.reopened !== null) return;
    const before =
      next === null
        ? assessments.stateBefore(assessment)
        : { state: stateAfter(next.outcome), reopened: null };
    cases.update({ ...stored, ...before, decided: assessments.decidedAs(stored.id) });
  };
  return {
    'case.assessed': (act) => decide(act, act.entry.data.assessment, null, null),
    'assessment.corrected': (act) => {
      const { assessment, decision } = act.entry.data;
      decide(act, decision, assessment, { assessment, reason: act.enclosure.reason });
    },
    'assessment.overturned': (act) => decide(act, act.entry.data.decision, act.entry.data.assessment, null),
    'assessment.paralleled': ({ entry }) => assessments.markParalleled(entry.data.parallel, entry.at),
    'enclosures.erased': ({ entry }) => assessments.erase(entry.data.cases),
    'assessment.withdrawn': withdraw,
  };
}
