import { z } from 'zod';
import type { Judged } from '../../../shared/contract/review.contract.ts';
import type { Disagreement, Settlement } from '../../../shared/contract/second-review.contract.ts';
import type { Person } from '../../../shared/contract/vault.contract.ts';
import type { Assessment } from '../../../shared/domain/assessment.ts';
import { AssessmentId, PersonId, type SecondReviewId } from '../../../shared/domain/ids.ts';
import { ReferralKind } from '../../../shared/domain/referral.ts';
import { compareDecisions } from '../../../shared/domain/second-review.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Decisions } from '../assessment/decisions.ts';
import type { CaseStore } from '../cases/case.store.ts';
import { boundDigest } from '../ledger/bound-digest.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { DutyClock } from '../people/duty-clock.ts';
import type { PeopleStore } from '../people/people.store.ts';
import type { Announcer } from '../session/announcer.ts';
import type { CommandLog } from '../session/command-log.ts';
import { conflict, damaged, notFound } from '../storage/failure.ts';
import type { SecondReviewStore, StoredDecision, StoredReview } from './second-review.store.ts';

export interface DisagreementParts {
  store: SecondReviewStore;
  cases: CaseStore;
  decisions: Decisions;
  people: PeopleStore;
  ledger: Ledger;
  commands: CommandLog;
  announcer: Announcer;
  clock: Clock;
  duty: DutyClock;
  newId: () => string;
  person: Person;
}

const Settled = z.object({
  outcome: z.enum(['upheld', 'overturned']),
  assessment: AssessmentId.nullable(),
  referrals: z.array(z.object({ destination: z.string(), purpose: ReferralKind })),
});
type Settled = z.infer<typeof Settled>;

/** What two people decided differently, for a supervisor who is neither of them. */
export class Disagreements {
  readonly #parts: DisagreementParts;

  constructor(parts: DisagreementParts) {
    this.#parts = parts;
  }

  list(): Disagreement[] {
    return this.#parts.store.disputed().map((review) => this.#view(review));
  }

  /** Upholds the first assessment, or decides the case anew and amends or withdraws what was sent because of it. */
  settle(command: string, id: SecondReviewId, settlement: Settlement, note: string | undefined): Settled {
    const { commands, announcer, duty } = this.#parts;
    duty.allowWork();
    const settled = commands.once(command, Settled, () => {
      const review = this.#disputed(id);
      if (note !== undefined) this.#note(review, note);
      return settlement.outcome === 'uphold'
        ? this.#uphold(review)
        : this.#overturn(review, settlement.judgement);
    });
    announcer.announce('second-review', 'queue', 'outbox', 'ledger');
    return settled;
  }

  #uphold(review: StoredReview): Settled {
    const { store, ledger, person } = this.#parts;
    store.settle(review.id, 'upheld', person.id, this.#now());
    ledger.byPerson('assessment.upheld', {
      case: review.case,
      assessment: review.assessment,
      review: review.id,
    });
    return { outcome: 'upheld', assessment: null, referrals: [] };
  }

  #overturn(review: StoredReview, judgement: Assessment): Settled {
    const { store, decisions, ledger, person } = this.#parts;
    const { record, referrals, signed } = decisions.replace(review.case, review.assessment, judgement);
    store.settle(review.id, 'overturned', person.id, this.#now());
    ledger.byPerson('assessment.overturned', {
      case: review.case,
      assessment: review.assessment,
      review: review.id,
      decision: record.id,
      ...signed,
    });
    return {
      outcome: 'overturned',
      assessment: record.id,
      referrals: referrals.map(({ destination, purpose }) => ({ destination, purpose })),
    };
  }

  /** The words stay in the vault; the ledger has their digest. */
  #note(review: StoredReview, words: string): void {
    const { store, ledger, newId, person } = this.#parts;
    const id = newId();
    store.insertNote({
      id,
      case: review.case,
      assessment: review.assessment,
      to: review.first.by,
      from: person.id,
      at: this.#now(),
      words,
    });
    ledger.byPerson('assessment.noted', {
      case: review.case,
      assessment: review.assessment,
      note: id,
      wordsSha256: boundDigest(id, words),
    });
  }

  #disputed(id: SecondReviewId): StoredReview {
    const { store, person } = this.#parts;
    const review = store.find(id);
    if (!review) throw notFound({ what: 'second-review', id });
    if (review.state !== 'disputed') throw conflict({ reason: 'no-disagreement' });
    if (!mayNotBeJudge(review, person.id)) return review;
    throw conflict({ reason: 'party-to-disagreement' });
  }

  #view(review: StoredReview): Disagreement {
    const { cases, person } = this.#parts;
    const entry = cases.find(review.case);
    if (!entry || review.second === null)
      throw damaged({ problem: 'second-review-without-case', review: review.id });
    return {
      review: review.id,
      case: review.case,
      subject: entry.subject,
      kind: entry.kind,
      first: { id: review.assessment, ...this.#record(review.first) },
      second: this.#record(review.second),
      differences: compareDecisions(review.first, review.second),
      mine: !mayNotBeJudge(review, person.id),
    };
  }

  #record({ by, at, judgement, route }: StoredDecision): Judged {
    const name = this.#parts.people.find(by)?.name ?? '';
    return { assessedAt: at, by: { id: PersonId.parse(by), name }, judgement, route };
  }

  #now(): string {
    return new Date(this.#parts.clock.nowMs()).toISOString();
  }
}

const mayNotBeJudge = ({ first, second }: StoredReview, person: string): boolean =>
  first.by === person || second?.by === person;
