import type { AgreementReport, SampleReport } from '../../../shared/contract/second-review.contract.ts';
import { periodAt, type SamplingPeriod } from '../../../shared/domain/second-review.ts';
import type { Clock } from '../../ports/clock.ts';
import type { PeopleDirectory } from '../people/directory.ts';
import { agreementReport } from './agreement-report.ts';
import type { GoldenStore } from './golden.store.ts';
import type { Sampling } from './sampling.ts';
import type { SecondReviewStore } from './second-review.store.ts';

/** Reports on second reviews of a period: how far people agree, and whether the sample is the one its seed gives. */
export class Sampled {
  readonly #reviews: SecondReviewStore;
  readonly #golden: GoldenStore;
  readonly #people: PeopleDirectory;
  readonly #sampling: Sampling;
  readonly #clock: Clock;

  constructor(
    reviews: SecondReviewStore,
    golden: GoldenStore,
    people: PeopleDirectory,
    sampling: Sampling,
    clock: Clock,
  ) {
    this.#reviews = reviews;
    this.#golden = golden;
    this.#people = people;
    this.#sampling = sampling;
    this.#clock = clock;
  }

  /** @param range both ends included; the present period where none is given */
  agreement(range: { from?: SamplingPeriod | undefined; to?: SamplingPeriod | undefined }): AgreementReport {
    const to = range.to ?? periodAt(this.#clock.nowMs());
    const from = range.from ?? to;
    const names = new Map<string, string>(this.#people.list().map(({ id, name }) => [id, name]));
    return agreementReport(
      this.#reviews.ofPeriods(from, to),
      { from, to },
      (person) => names.get(person) ?? person,
      // As text, a period sorts before each of its instants, and with `-99` appended after all of them.
      this.#golden.answersByPerson(from, `${to}-99`),
      this.#sampling.countUndrawn(from, to),
    );
  }

  /** Closes the periods that are over, so that their seeds are in the ledger, and repeats the draw. */
  sample(period: SamplingPeriod): SampleReport {
    return this.#reviews.transaction(() => this.#sampling.report(period));
  }

  periods(): { period: SamplingPeriod; closed: boolean }[] {
    return this.#sampling.periods();
  }
}
