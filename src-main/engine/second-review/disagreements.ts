import { z } from 'zod';
import type { Judged } from '../../../shared/contract/review.contract.ts';
import type { Disagreement, Settlement } from '../../../shared/contract/second-review.contract.ts';
import type { Assessment } from '../../../shared/domain/assessment.ts';
import { AssessmentId, PersonId, type SecondReviewId } from '../../../shared/domain/ids.ts';
import { ReferralKind } from '../../../shared/domain/referral.ts';
import { compareDecisions } from '../../../shared/domain/second-review.ts';
import type { Decisions } from '../assessment/decisions.ts';
import type { Cases } from '../cases/cases.ts';
import { boundDigest } from '../ledger/bound-digest.ts';
import type { PeopleDirectory } from '../people/directory.ts';
import type { DutyClock } from '../people/duty-clock.ts';
import type { Session } from '../session/session.ts';
import { conflict, damaged, notFound } from '../storage/failure.ts';
import type { SecondReviewStore, StoredDecision, StoredReview } from './second-review.store.ts';

export interface DisagreementParts {
  session: Session;
  store: SecondReviewStore;
  cases: Cases;
  decisions: Decisions;
  people: PeopleDirectory;
  duty: DutyClock;
}

const Settled = z.object({
  outcome: z.enum(['upheld', 'overturned']),
  assessment: AssessmentId.nullable(),
  referrals: z.array(z.object({ destination: z.string(), purpose: ReferralKind })),
});
type Settled = z.infer<typeof Settled>;

/** Cases that two people decided differently, for a supervisor who is neither of them. */
export class Disagreements {
  readonly #parts: DisagreementParts;

  constructor(parts: DisagreementParts) {
    this.#parts = parts;
  }

  list(): Disagreement[] {
    return this.#parts.store.disputed().map((review) => this.#view(review));
  }

  /**
   * Upholds the first assessment, or overturns it: decides the case anew, and amends or withdraws the referrals it
   * caused.
   */
  settle(command: string, id: SecondReviewId, settlement: Settlement, note: string | undefined): Settled {
    const { session, duty } = this.#parts;
    duty.allowWork();
    return session.perform(command, Settled, ['second-review', 'queue', 'outbox', 'ledger'], () => {
      const review = this.#disputed(id);
      if (note !== undefined) this.#note(review, note);
      return settlement.outcome === 'uphold'
        ? this.#uphold(review)
        : this.#overturn(review, settlement.judgement);
    });
  }

  #uphold(review: StoredReview): Settled {
    this.#parts.session.byPerson('assessment.upheld', {
      case: review.case,
      assessment: review.assessment,
      review: review.id,
    });
    return { outcome: 'upheld', assessment: null, referrals: [] };
  }

  #overturn(review: StoredReview, judgement: Assessment): Settled {
    const { session, decisions } = this.#parts;
    const { case: caseId, assessment } = review;
    const { record, referrals, said, enclosed } = decisions.replace(caseId, assessment, judgement);
    session.byPerson(
      'assessment.overturned',
      { case: caseId, assessment, review: review.id, decision: record.id, ...said },
      enclosed,
    );
    return {
      outcome: 'overturned',
      assessment: record.id,
      referrals: referrals.map(({ destination, purpose }) => ({ destination, purpose })),
    };
  }

  /** Stores the text in the vault; the ledger has its digest. */
  #note(review: StoredReview, words: string): void {
    const { session } = this.#parts;
    const note = session.newId();
    const { case: caseId, assessment } = review;
    session.byPerson(
      'assessment.noted',
      { case: caseId, assessment, note, wordsSha256: boundDigest(note, words) },
      { to: review.first.by, words },
    );
  }

  #disputed(id: SecondReviewId): StoredReview {
    const { session, store } = this.#parts;
    const review = store.find(id);
    if (!review) throw notFound({ what: 'second-review', id });
    if (review.state !== 'disputed') throw conflict({ reason: 'no-disagreement' });
    if (!mayNotBeJudge(review, session.person.id)) return review;
    throw conflict({ reason: 'party-to-disagreement' });
  }

  #view(review: StoredReview): Disagreement {
    const { session, cases } = this.#parts;
    const stored = cases.find(review.case);
    if (!stored || review.second === null)
      throw damaged({ problem: 'second-review-without-case', review: review.id });
    return {
      review: review.id,
      case: review.case,
      subject: stored.subject,
      kind: stored.kind,
      first: { id: review.assessment, ...this.#record(review.first) },
      second: this.#record(review.second),
      differences: compareDecisions(review.first, review.second),
      mine: !mayNotBeJudge(review, session.person.id),
    };
  }

  #record({ by, at, judgement, route }: StoredDecision): Judged {
    const name = this.#parts.people.find(by)?.name ?? '';
    return { assessedAt: at, by: { id: PersonId.parse(by), name }, judgement, route };
  }
}

const mayNotBeJudge = ({ first, second }: StoredReview, person: string): boolean =>
  first.by === person || second?.by === person;
