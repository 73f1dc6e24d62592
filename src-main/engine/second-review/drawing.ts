import type { AssessmentId, CaseId } from '../../../shared/domain/ids.ts';
import type { Session } from '../session/session.ts';
import type { Draw, Sampling } from './sampling.ts';
import type { ReviewState, SecondReviewStore } from './second-review.store.ts';

/** Draws assessments of the person at the workstation, and queues those drawn for a second reviewer. */
export class Drawing {
  readonly #sampling: Sampling;
  readonly #reviews: SecondReviewStore;
  readonly #session: Pick<Session, 'person' | 'newRandomId'>;

  constructor(
    sampling: Sampling,
    reviews: SecondReviewStore,
    session: Pick<Session, 'person' | 'newRandomId'>,
  ) {
    this.#sampling = sampling;
    this.#reviews = reviews;
    this.#session = session;
  }

  /** The state of the assessment's second review; null where it was not drawn. */
  stateOf(assessment: AssessmentId): ReviewState | null {
    return this.#reviews.stateOf(assessment);
  }

  /** Withdraws the second review of an assessment that no longer stands. */
  drop(assessment: AssessmentId): void {
    if (this.stateOf(assessment) === 'waiting') this.#reviews.withdraw(assessment);
  }

  /**
   * Draws, or does not. Called inside the transaction of the assessment, before its entry is written.
   * @param rate in [0, 1]
   */
  draw(assessment: AssessmentId, caseId: CaseId, rate: number): Draw {
    const draw = this.#sampling.draw(assessment, rate);
    if (draw.drawn)
      this.#reviews.insert({
        id: this.#session.newRandomId(),
        assessment,
        case: caseId,
        firstBy: this.#session.person.id,
        period: draw.period,
      });
    return draw;
  }
}
