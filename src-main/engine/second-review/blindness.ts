import type { Person } from '../../../shared/contract/vault.contract.ts';
import { conflict } from '../storage/failure.ts';
import type { SecondReviewStore } from './second-review.store.ts';

/**
 * What must be hidden from the person at the workstation because they may become the second reviewer: the assessment
 * itself and everything that reveals it. All code that shows cases, referrals or entries asks this class.
 */
export class Blindness {
  readonly #store: SecondReviewStore;
  readonly #person: Person;

  constructor(store: SecondReviewStore, person: Person) {
    this.#store = store;
    this.#person = person;
  }

  hides(caseId: string): boolean {
    return this.#store.hiddenOf(caseId, this.#person.id).length > 0;
  }

  /** @throws Failure CONFLICT where the case waits for this person's second review */
  refuse(caseId: string): void {
    if (this.hides(caseId)) throw conflict({ reason: 'waits-for-second-review' });
  }

  /** Every hidden case, to leave out of a list. */
  hiddenCases(): ReadonlySet<string> {
    return new Set(this.#store.hiddenCases(this.#person.id));
  }

  /** Whether this person may know which cases are golden: they do, if they do not answer them. */
  knowsGolden(): boolean {
    return this.#person.role !== 'analyst';
  }
}
