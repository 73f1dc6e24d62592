import type { AssessmentRecord } from '../../../shared/contract/review.contract.ts';
import { GoldenCase } from '../../../shared/contract/second-review.contract.ts';
import { type CaseId, PersonId, SecondReviewId } from '../../../shared/domain/ids.ts';
import { agree } from '../../../shared/domain/second-review.ts';
import type { Assessments } from '../assessment/assessments.ts';
import { signedJudgement } from '../assessment/signed-judgement.ts';
import { caseOf } from '../cases/case-of.ts';
import type { Cases } from '../cases/cases.ts';
import type { PeopleDirectory } from '../people/directory.ts';
import type { Session } from '../session/session.ts';
import { conflict, damaged, notFound } from '../storage/failure.ts';
import type { GoldenStore, StoredGolden } from './golden.store.ts';
import type { SecondReviewStore, StoredDecision } from './second-review.store.ts';

export interface GoldenParts {
  session: Session;
  store: GoldenStore;
  reviews: SecondReviewStore;
  cases: Cases;
  assessments: Assessments;
  people: PeopleDirectory;
}

/** Decided cases whose answer is settled. Analysts meet them among the waiting cases, and cannot tell them apart. */
export class GoldenCases {
  readonly #parts: GoldenParts;

  constructor(parts: GoldenParts) {
    this.#parts = parts;
  }

  list(): GoldenCase[] {
    return this.#parts.store.list().map((golden) => this.#view(golden));
  }

  /** @throws Failure CONFLICT where the case is not decided, is not settled, or is golden already */
  add(command: string, caseId: CaseId): GoldenCase {
    const { session, store, reviews, cases, assessments } = this.#parts;
    return session.perform(command, GoldenCase, ['second-review', 'ledger'], () => {
      const stored = cases.find(caseId);
      if (!stored) throw notFound({ what: 'case', id: caseId });
      if (stored.state !== 'referred' && stored.state !== 'closed')
        throw conflict({ reason: 'golden-not-decided' });
      if (reviews.isUnsettled(caseId)) throw conflict({ reason: 'waits-for-second-review' });
      if (store.activeOf(caseId)) throw conflict({ reason: 'golden-already' });
      const answer = assessments.ofCase(caseId).at(-1);
      if (!answer) throw conflict({ reason: 'golden-without-assessment' });
      const id = SecondReviewId.parse(session.newRandomId());
      session.byPerson('golden.added', { golden: id, case: caseId, assessment: answer.id });
      return this.#view(this.#find(id));
    });
  }

  remove(command: string, id: SecondReviewId): GoldenCase {
    const { session } = this.#parts;
    return session.perform(command, GoldenCase, ['second-review', 'ledger'], () => {
      const golden = this.#find(id);
      if (golden.removedAt !== null) throw conflict({ reason: 'golden-removed' });
      session.byPerson('golden.removed', { golden: id, case: golden.case });
      return this.#view(this.#find(id));
    });
  }

  isGolden(id: SecondReviewId): boolean {
    return this.#parts.store.find(id) !== null;
  }

  /** Records the person's answer and whether it is right. Called inside the transaction of the command. */
  answer(id: SecondReviewId, answer: (policy: { id: string; version: number }) => StoredDecision): void {
    const { session, store } = this.#parts;
    const golden = this.#find(id);
    if (golden.removedAt !== null || !store.isHiddenFrom(id, session.person.id))
      throw notFound({ what: 'second-review', id });
    const known = this.#answerOf(golden);
    const given = answer(known.route.policy);
    const right = agree(known, given);
    const said = { golden: id, case: golden.case, assessment: golden.assessment };
    session.byPerson(
      'golden.answered',
      { ...said, ...signedJudgement(id, given.judgement), route: given.route, right },
      { note: given.judgement.note },
    );
  }

  #find(id: SecondReviewId): StoredGolden {
    const golden = this.#parts.store.find(id);
    if (!golden) throw notFound({ what: 'golden-case', id });
    return golden;
  }

  #answerOf({ case: caseId, assessment }: StoredGolden): AssessmentRecord {
    const answer = this.#parts.assessments.ofCase(caseId).find(({ id }) => id === assessment);
    if (!answer) throw damaged({ problem: 'assessment-missing', assessment });
    return answer;
  }

  #view(golden: StoredGolden): GoldenCase {
    const { cases, people } = this.#parts;
    const stored = caseOf(cases, golden.case);
    return {
      id: golden.id,
      case: golden.case,
      subject: stored.subject,
      kind: stored.kind,
      answer: this.#answerOf(golden),
      addedAt: golden.addedAt,
      addedBy: { id: PersonId.parse(golden.addedBy), name: people.find(golden.addedBy)?.name ?? '' },
      removedAt: golden.removedAt,
      answered: golden.answered,
      right: golden.right,
    };
  }
}
