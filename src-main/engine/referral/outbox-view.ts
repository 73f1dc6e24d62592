import type { ReferralSummary } from '../../../shared/contract/review.contract.ts';
import type { ReferralState } from '../../../shared/domain/referral.ts';
import { notFound } from '../failure.ts';
import type { Blindness } from '../second-review/blindness.ts';
import type { OutboxStore } from './outbox.store.ts';

/** The outbox as the person at work may see it: that a case was referred tells how it was judged. */
export class OutboxView {
  readonly #store: OutboxStore;
  readonly #blindness: Blindness;

  constructor(store: OutboxStore, blindness: Blindness) {
    this.#store = store;
    this.#blindness = blindness;
  }

  list(filter: { state?: ReferralState | undefined; after?: string | undefined }, limit: number) {
    const { total, referrals } = this.#store.list(filter, limit);
    const hidden = this.#blindness.hiddenCases();
    return { total, referrals: referrals.map((referral) => withheld(referral, hidden)) };
  }

  /** @throws Failure NOT_FOUND */
  find(id: string): ReferralSummary {
    const found = this.#store.find(id);
    if (!found) throw notFound(`referral ${id}`);
    return withheld(found, this.#blindness.hiddenCases());
  }
}

/** The same without saying which case it is about. */
const withheld = (referral: ReferralSummary, hidden: ReadonlySet<string>): ReferralSummary =>
  referral.case !== null && hidden.has(referral.case) ? { ...referral, case: null, subject: null } : referral;
