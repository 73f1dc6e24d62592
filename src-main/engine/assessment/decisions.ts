import type { AssessmentRecord } from '../../../shared/contract/review.contract.ts';
import type { Assessment } from '../../../shared/domain/assessment.ts';
import type { CaseState } from '../../../shared/domain/case.ts';
import { AssessmentId, type CaseId } from '../../../shared/domain/ids.ts';
import type { Protocol } from '../../../shared/domain/protocol.ts';
import { routeAssessment } from '../../../shared/domain/routing.ts';
import type { Cases } from '../cases/cases.ts';
import type { StoredCase } from '../cases/stored-case.ts';
import type { LabelSets } from '../policy/label-sets.ts';
import type { EarlierReferral, Outbox, Queued } from '../referral/outbox.ts';
import type { Referrals } from '../referral/referrals.ts';
import type { Session } from '../session/session.ts';
import { notFound } from '../storage/failure.ts';
import { signedJudgement } from './signed-judgement.ts';
import { stateAfter } from './state-after.ts';

export interface DecisionParts {
  session: Session;
  cases: Cases;
  outbox: Outbox;
  referrals: Referrals;
  protocol: Protocol;
  labelSets: Pick<LabelSets, 'labelled'>;
}

/** A decision before it is signed: what its entry says, and what that encloses. */
export interface Decision {
  record: AssessmentRecord;
  state: CaseState;
  referrals: Queued[];
  said: ReturnType<typeof signedJudgement> & { route: AssessmentRecord['route']; referrals: Queued[] };
  enclosed: { note: string; heldUntil: string | null; dueAt: string; bodies: string[] };
}

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
 * Prepares decisions: the assessment, the referrals that follow from its route, the state of the case. They take effect
 * when their entry is made.
 */
export class Decisions {
  readonly #parts: DecisionParts;

  constructor(parts: DecisionParts) {
    this.#parts = parts;
  }

  /**
   * A desk that has the case from an earlier decision gets an amendment; referrals to other desks remain valid.
   * @throws Failure REFUSED, as the others here, where the labels break the rules of the set in force
   */
  decide(stored: StoredCase, judgement: Assessment): Decision {
    const earlier = this.#parts.referrals.standingOfCase(stored.id);
    return this.#prepare(stored, judgement, { earlier, retracts: false, isHeld: true, corrects: null });
  }

  /** Decides a case anew to replace one assessment: the referrals it caused are amended or withdrawn. */
  replace(caseId: CaseId, assessment: AssessmentId, judgement: Assessment): Decision {
    const stored = this.#find(caseId);
    const earlier = this.#parts.referrals.standingOf(stored.id, assessment);
    return this.#prepare(stored, judgement, {
      earlier,
      retracts: true,
      isHeld: false,
      corrects: null,
    });
  }

  /** The same, when the author or a supervisor noticed a mistake. */
  correct(stored: StoredCase, judgement: Assessment, corrects: Correction): Decision {
    const earlier = this.#parts.referrals.standingOf(stored.id, corrects.assessment);
    return this.#prepare(stored, judgement, { earlier, retracts: true, isHeld: true, corrects });
  }

  #find(id: CaseId): StoredCase {
    const stored = this.#parts.cases.find(id);
    if (!stored) throw notFound({ what: 'case', id });
    return stored;
  }

  #prepare(stored: StoredCase, given: Assessment, how: HowDecided): Decision {
    const { session, outbox, protocol, labelSets, referrals: referralsSoFar } = this.#parts;
    const judgement = labelSets.labelled(given);
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
      parallelTo: null,
      corrects,
    };
    const { referrals, bodies } = outbox.compose(stored, record, {
      earlier,
      retracts,
      last: referralsSoFar.lastOfCase(stored.id),
    });
    return {
      record,
      state: stateAfter(route.outcome),
      referrals,
      said: { ...signedJudgement(record.id, judgement), route, referrals },
      enclosed: { note: judgement.note, heldUntil: record.heldUntil, dueAt: stored.dueAt, bodies },
    };
  }
}
