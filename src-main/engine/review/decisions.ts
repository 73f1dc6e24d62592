import type { AssessmentRecord } from '../../../shared/contract/review.contract.ts';
import type { Person } from '../../../shared/contract/vault.contract.ts';
import type { Assessment } from '../../../shared/domain/assessment.ts';
import type { CaseState } from '../../../shared/domain/case.ts';
import { AssessmentId, type CaseId } from '../../../shared/domain/ids.ts';
import type { RouteOutcome } from '../../../shared/domain/policy.ts';
import type { Protocol } from '../../../shared/domain/protocol.ts';
import { routeAssessment } from '../../../shared/domain/routing.ts';
import type { Clock } from '../../ports/clock.ts';
import { notFound } from '../failure.ts';
import type { OutboxStore } from '../referral/outbox.store.ts';
import type { EarlierReferral, Outbox, Queued } from '../referral/outbox.ts';
import type { AssessmentStore } from './assessment.store.ts';
import type { CaseStore, StoredCase } from './case.store.ts';
import { signedJudgement } from './signed-judgement.ts';

export interface DecisionParts {
  cases: CaseStore;
  assessments: AssessmentStore;
  outbox: Outbox;
  referrals: OutboxStore;
  clock: Clock;
  newId: () => string;
  person: Person;
  protocol: Protocol;
}

/** A decision that was written, and what the ledger is to say of it. */
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

/**
 * Writes decisions: the assessment, the referrals that follow from its route, the state of the case. Always called
 * inside the transaction that also writes the ledger entry.
 */
export class Decisions {
  readonly #parts: DecisionParts;

  constructor(parts: DecisionParts) {
    this.#parts = parts;
  }

  decide(entry: StoredCase, judgement: Assessment): Decision {
    return this.#write(entry, judgement, []);
  }

  /** Decides a case anew in place of one assessment: what was sent because of that is amended or withdrawn. */
  replace(caseId: CaseId, assessment: AssessmentId, judgement: Assessment): Decision {
    const { cases, referrals } = this.#parts;
    const entry = cases.find(caseId);
    if (!entry) throw notFound(`case ${caseId}`);
    return this.#write(entry, judgement, referrals.standingOf(assessment));
  }

  #write(entry: StoredCase, judgement: Assessment, earlier: readonly EarlierReferral[]): Decision {
    const { cases, assessments, outbox, clock, newId, person, protocol } = this.#parts;
    const route = routeAssessment(judgement, protocol.policy, protocol.members);
    const record: AssessmentRecord = {
      id: AssessmentId.parse(newId()),
      assessedAt: new Date(clock.nowMs()).toISOString(),
      by: { id: person.id, name: person.name },
      judgement,
      route,
    };
    assessments.insert(entry.id, record);
    const referrals = outbox.queue(entry, record, earlier);
    const state = STATE_AFTER[route.outcome];
    const decided = state === 'referred' || state === 'closed';
    cases.update({ ...entry, state, scoreChangesAtMs: decided ? null : entry.scoreChangesAtMs });
    cases.saveDraft(entry.id, null);
    return {
      record,
      state,
      referrals,
      signed: { ...signedJudgement(record.id, judgement), route, referrals },
    };
  }
}
