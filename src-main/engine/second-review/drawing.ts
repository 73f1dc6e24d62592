import { type AssessmentId, SecondReviewId } from '../../../shared/domain/ids.ts';
import { rateInPlaceOf } from '../../../shared/domain/second-review.ts';
import type { SamplingStore } from './sampling.store.ts';
import type { Draw, Sampling } from './sampling.ts';
import type { ReviewState, SecondReviewStore } from './second-review.store.ts';

/** Prepares assessments of the person at the workstation for the draw. */
export class Drawing {
  readonly #sampling: Sampling;
  readonly #draws: SamplingStore;
  readonly #reviews: SecondReviewStore;
  readonly #newRandomId: () => string;

  constructor(
    sampling: Sampling,
    draws: SamplingStore,
    reviews: SecondReviewStore,
    newRandomId: () => string,
  ) {
    this.#sampling = sampling;
    this.#draws = draws;
    this.#reviews = reviews;
    this.#newRandomId = newRandomId;
  }

  /** The state of the assessment's second review; null where it was not drawn. */
  stateOf(assessment: AssessmentId): ReviewState | null {
    return this.#reviews.stateOf(assessment);
  }

  /**
   * Draws where the policy leaves no choice, or says that it waits for the draw. Called inside the transaction of the
   * assessment, before its entry is made.
   * @param rate in [0, 1]
   * @returns what its entry says, and the id of the second review where it was drawn
   */
  draw(rate: number): { draw: Draw; review: SecondReviewId | null } {
    this.#sampling.attend();
    const draw = this.#sampling.draw(rate);
    return { draw, review: draw.drawn === true ? SecondReviewId.parse(this.#newRandomId()) : null };
  }

  /** The rate of an assessment in place of another one. */
  rateInPlaceOf(replaced: AssessmentId, own: number): number {
    const isDrawn = this.stateOf(replaced) !== null;
    return rateInPlaceOf({ isDrawn, undrawnAt: this.#draws.undrawnRateOf(replaced) }, own);
  }

  /** Draws what was just assessed, where a supervisor did. Called inside the transaction, after the entries. */
  attend(): void {
    this.#sampling.attend();
  }
}
