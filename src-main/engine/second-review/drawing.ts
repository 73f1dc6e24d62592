import type { AssessmentId, CaseId } from '../../../shared/domain/ids.ts';
import type { Session } from '../session/session.ts';
import type { Draw, Sampling } from './sampling.ts';
import type { ReviewState, SecondReviewStore } from './second-review.store.ts';

/** Draws what the person at work decided, and puts it in line for a second person where it is drawn. */
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
        id: this.#session.newRandomId(),
        assessment,
        case: caseId,
        firstBy: this.#session.person.id,
        period: draw.period,
      });
    return draw;
  }
}
