import type { ReferralSummary } from '../../../shared/contract/review.contract.ts';
import type { ReferralState } from '../../../shared/domain/referral.ts';
import type { Referrals } from '../referral/referrals.ts';
import type { Blindness } from '../second-review/blindness.ts';
import { notFound } from '../storage/failure.ts';

/** The outbox as the person at work may see it. That a case was referred tells how it was judged, so a hidden one is not there. */
export class OutboxView {
  readonly #store: Referrals;
  readonly #blindness: Blindness;

  constructor(store: Referrals, blindness: Blindness) {
    this.#store = store;
    this.#blindness = blindness;
  }

  list(filter: { state?: ReferralState | undefined; after?: string | undefined }, limit: number) {
    return this.#store.list(filter, limit, this.#blindness.hiddenCases());
  }

  /** @throws Failure NOT_FOUND also where the person must not see it yet */
  find(id: string): ReferralSummary {
    const found = this.#store.find(id);
    if (!found || (found.case !== null && this.#blindness.hides(found.case)))
      throw notFound(`referral ${id}`);
    return found;
  }
}
