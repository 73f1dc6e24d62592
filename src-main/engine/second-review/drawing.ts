import { type AssessmentId, SecondReviewId } from '../../../shared/domain/ids.ts';
import type { Draw, Sampling } from './sampling.ts';
import type { ReviewState, SecondReviewStore } from './second-review.store.ts';

/** Draws assessments of the person at the workstation, and queues those drawn for a second reviewer. */
export class Drawing {
  readonly #sampling: Sampling;
  readonly #reviews: SecondReviewStore;
  readonly #newRandomId: () => string;

  constructor(sampling: Sampling, reviews: SecondReviewStore, newRandomId: () => string) {
    this.#sampling = sampling;
    this.#reviews = reviews;
    this.#newRandomId = newRandomId;
  }

  /** The state of the assessment's second review; null where it was not drawn. */
  stateOf(assessment: AssessmentId): ReviewState | null {
    return this.#reviews.stateOf(assessment);
  }

  /**
   * Draws, or does not. Called inside the transaction of the assessment, before its entry is made.
   * @param rate in [0, 1]
   * @returns the draw, and the id of the second review where it was drawn
   */
  draw(assessment: AssessmentId, rate: number): { draw: Draw; review: SecondReviewId | null } {
    const draw = this.#sampling.draw(assessment, rate);
    return { draw, review: draw.drawn ? SecondReviewId.parse(this.#newRandomId()) : null };
  }
}
