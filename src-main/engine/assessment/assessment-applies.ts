import { isDecided } from '../../../shared/domain/case.ts';
import type { AssessmentId } from '../../../shared/domain/ids.ts';
import { livingCase } from '../cases/case-of.ts';
import type { Cases } from '../cases/cases.ts';
import type { StoredCase } from '../cases/stored-case.ts';
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
  const decide = (
    { entry, enclosure }: Act<Deciding>,
    id: AssessmentId,
    corrects: { assessment: AssessmentId; reason: string } | null,
  ): void => {
    const { data, at } = entry;
    const stored = livingCase(cases, data.case);
    const { state, reopened } = stored;
    const { note, heldUntil, dueAt, bodies } = enclosure;
    const judgement = { ...data.judgement, note };
    const by = signerOf(entry);
    assessments.insert(
      stored.id,
      { id, by, assessedAt: at, judgement, route: data.route, heldUntil, corrects },
      { state, reopened, dueAt },
    );
    for (const [index, { idempotencyKey }] of data.referrals.entries()) {
      const body = bodies[index] ?? '';
      referrals.queue({ caseId: stored.id, assessmentId: id, queuedAt: at, heldUntil, idempotencyKey, body });
    }
    cases.update(withScore({ ...stored, state: stateAfter(data.route.outcome), reopened: null }, at), stored);
    cases.saveDraft(stored.id, null);
  };
  return {
    'case.assessed': (act) => decide(act, act.entry.data.assessment, null),
    'assessment.corrected': (act) => {
      const { assessment, decision } = act.entry.data;
      decide(act, decision, { assessment, reason: act.enclosure.reason });
    },
    'assessment.overturned': (act) => decide(act, act.entry.data.decision, null),
    'enclosures.erased': ({ entry }) => assessments.erase(entry.data.cases),
    'assessment.withdrawn': ({ entry }) => {
      const { case: id, assessment } = entry.data;
      referrals.withdraw(assessment);
      assessments.withdraw(assessment, entry.at);
      const stored = livingCase(cases, id);
      // A reason that reopened the case meanwhile still applies.
      if (stored.reopened !== null) return;
      cases.update(withScore({ ...stored, ...assessments.stateBefore(assessment) }, entry.at));
    },
  };
}

/**
 * Adds the present score. A decided case's score does not change by itself; one that waits again is rescored at once.
 */
const withScore = (stored: StoredCase, at: string): StoredCase => ({
  ...stored,
  scoreChangesAtMs: isDecided(stored.state) ? null : (stored.scoreChangesAtMs ?? Date.parse(at)),
});
