import type { AssessmentRecord } from '../../../shared/contract/review.contract.ts';
import type { Assessment } from '../../../shared/domain/assessment.ts';
import { type CaseState, isDecided } from '../../../shared/domain/case.ts';
import { AssessmentId, type CaseId } from '../../../shared/domain/ids.ts';
import type { RouteOutcome } from '../../../shared/domain/policy.ts';
import type { Protocol } from '../../../shared/domain/protocol.ts';
import { routeAssessment } from '../../../shared/domain/routing.ts';
import type { Cases } from '../cases/cases.ts';
import type { StoredCase } from '../cases/stored-case.ts';
import type { EarlierReferral, Outbox, Queued } from '../referral/outbox.ts';
import type { Referrals } from '../referral/referrals.ts';
import type { Session } from '../session/session.ts';
import { notFound } from '../storage/failure.ts';
import type { AssessmentStore } from './assessment.store.ts';
import { signedJudgement } from './signed-judgement.ts';

export interface DecisionParts {
  session: Session;
  cases: Cases;
  assessments: AssessmentStore;
  outbox: Outbox;
  referrals: Referrals;
  protocol: Protocol;
}

/** A decision that was written, and the statement for the ledger. */
export interface Decision {
  record: AssessmentRecord;
  state: CaseState;
  referrals: Queued[];
  signed: ReturnType<typeof signedJudgement> & { route: AssessmentRecord['route']; referrals: Queued[] };
}

const STATE_AFTER: Readonly<Record<RouteOutcome, CaseState>> = {
  refer: 'referred',
  close: 'closed',
  hold: 'held',
  escalate: 'escalated',
};

/** The assessment that a correction replaces, and the reason. */
export type Correction = NonNullable<AssessmentRecord['corrects']>;

interface HowDecided {
  /** Earlier referrals that stand at their desks. */
  earlier: readonly EarlierReferral[];
  /** Whether desks that do not get the case again are sent a retraction. */
  retracts: boolean;
  /** Whether the policy's time for taking it back applies. */
  isHeld: boolean;
  corrects: Correction | null;
}

/**
 * Adds the present score. A decided case's score does not change by itself; one that waits again is rescored at once.
 */
const withScore = (stored: StoredCase, nowMs: number): StoredCase => ({
  ...stored,
  scoreChangesAtMs: isDecided(stored.state) ? null : (stored.scoreChangesAtMs ?? nowMs),
});

/**
 * Writes decisions: the assessment, the referrals that follow from its route, the state of the case. Always called
 * inside the transaction that also writes the ledger entry.
 */
export class Decisions {
  readonly #parts: DecisionParts;

  constructor(parts: DecisionParts) {
    this.#parts = parts;
  }

  /** A desk that has the case from an earlier decision gets an amendment; referrals to other desks remain valid. */
  decide(stored: StoredCase, judgement: Assessment): Decision {
    const earlier = this.#parts.referrals.standingOfCase(stored.id);
    return this.#write(stored, judgement, { earlier, retracts: false, isHeld: true, corrects: null });
  }

  /** Decides a case anew to replace one assessment: the referrals it caused are amended or withdrawn. */
  replace(caseId: CaseId, assessment: AssessmentId, judgement: Assessment): Decision {
    const earlier = this.#parts.referrals.standingOf(assessment);
    return this.#write(this.#find(caseId), judgement, {
      earlier,
      retracts: true,
      isHeld: false,
      corrects: null,
    });
  }

  /** The same, when the author or a supervisor noticed a mistake. */
  correct(stored: StoredCase, judgement: Assessment, corrects: Correction): Decision {
    const earlier = this.#parts.referrals.standingOf(corrects.assessment);
    return this.#write(stored, judgement, { earlier, retracts: true, isHeld: true, corrects });
  }

  /**
   * Restores the state before the assessment and withdraws its referrals.
   * @returns whether that was possible: none of them had begun to be sent
   */
  takeBack(caseId: CaseId, assessment: AssessmentId): boolean {
    const { session, cases, assessments, referrals } = this.#parts;
    if (!referrals.withdraw(assessment)) return false;
    assessments.withdraw(assessment, session.now());
    const stored = this.#find(caseId);
    const { state, reopened } = assessments.stateBefore(assessment);
    // A reason that reopened the case meanwhile still applies.
    if (stored.reopened === null) cases.update(withScore({ ...stored, state, reopened }, session.nowMs()));
    return true;
  }

  #find(id: CaseId): StoredCase {
    const stored = this.#parts.cases.find(id);
    if (!stored) throw notFound({ what: 'case', id });
    return stored;
  }

  #write(stored: StoredCase, judgement: Assessment, how: HowDecided): Decision {
    const { session, cases, assessments, outbox, protocol } = this.#parts;
    const { earlier, retracts, isHeld, corrects } = how;
    const nowMs = session.nowMs();
    const graceMs = isHeld ? protocol.policy.review.graceSeconds * 1000 : 0;
    const route = routeAssessment(judgement, protocol.policy, protocol.members);
    const record: AssessmentRecord = {
      id: AssessmentId.parse(session.newId()),
      assessedAt: new Date(nowMs).toISOString(),
      by: { id: session.person.id, name: session.person.name },
      judgement,
      route,
      heldUntil: graceMs === 0 ? null : new Date(nowMs + graceMs).toISOString(),
      withdrawnAt: null,
      corrects,
    };
    assessments.insert(stored.id, record, {
      state: stored.state,
      reopened: stored.reopened,
      dueAt: stored.dueAt,
    });
    const referrals = outbox.queue(stored, record, { earlier, retracts });
    const state = STATE_AFTER[route.outcome];
    cases.update(withScore({ ...stored, state, reopened: null }, nowMs));
    cases.saveDraft(stored.id, null);
    return {
      record,
      state,
      referrals,
      signed: { ...signedJudgement(record.id, judgement), route, referrals },
    };
  }
}
