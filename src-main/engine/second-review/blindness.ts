import type { Person } from '../../../shared/contract/vault.contract.ts';
import { conflict } from '../storage/failure.ts';
import type { SecondReviewStore } from './second-review.store.ts';

/**
 * What the person at work must not see, because they may be the second to judge it: the assessment itself and
 * everything that gives it away. Whoever shows cases, referrals or entries asks here.
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

  /** @throws Failure CONFLICT where the case waits for a second review by this person among others */
  refuse(caseId: string): void {
    if (this.hides(caseId)) throw conflict({ reason: 'waits-for-second-review' });
  }

  /** Every hidden case, to leave out of a list. */
  hiddenCases(): ReadonlySet<string> {
    return new Set(this.#store.hiddenCases(this.#person.id));
  }

  /** Which cases are golden ones, who does not answer them may know. */
  knowsGolden(): boolean {
    return this.#person.role !== 'analyst';
  }

  /** An export shows everything that waits to whoever takes it: they can no longer review it. */
  seeEverything(): void {
    this.#store.markAllSeen(this.#person.id);
  }
}
