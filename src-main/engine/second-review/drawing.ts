import type { Person } from '../../../shared/contract/vault.contract.ts';
import type { AssessmentId, CaseId } from '../../../shared/domain/ids.ts';
import type { Draw, Sampling } from './sampling.ts';
import type { ReviewState, SecondReviewStore } from './second-review.store.ts';

/** Draws what the person at work decided, and puts it in line for a second person where it is drawn. */
export class Drawing {
  readonly #sampling: Sampling;
  readonly #reviews: SecondReviewStore;
  readonly #person: Person;
  readonly #newId: () => string;

  constructor(sampling: Sampling, reviews: SecondReviewStore, person: Person, newId: () => string) {
    this.#sampling = sampling;
    this.#reviews = reviews;
    this.#person = person;
    this.#newId = newId;
  }

  /** What came of the draw; null where the assessment was not drawn. */
  stateOf(assessment: AssessmentId): ReviewState | null {
    return this.#reviews.stateOf(assessment);
  }

  /** Nobody reviews what no longer stands. */
  drop(assessment: AssessmentId): void {
    if (this.stateOf(assessment) === 'waiting') this.#reviews.withdraw(assessment);
  }

  /** @param rate in [0, 1]; called inside the transaction of the assessment, before its entry is written */
  draw(assessment: AssessmentId, caseId: CaseId, rate: number): Draw {
    const draw = this.#sampling.draw(assessment, rate);
    if (draw.drawn)
      this.#reviews.insert({
        id: this.#newId(),
        assessment,
        case: caseId,
        firstBy: this.#person.id,
        period: draw.period,
      });
    return draw;
  }
}
