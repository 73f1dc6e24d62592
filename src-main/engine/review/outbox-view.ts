import type { ReceiptsImported } from '../../../shared/contract/referral.contract.ts';
import type { ReferralSummary } from '../../../shared/contract/review.contract.ts';
import type { ReferralState } from '../../../shared/domain/referral.ts';
import type { Referrals } from '../referral/referrals.ts';
import type { ReceiptsRead } from '../referral/sealed-files.ts';
import type { Blindness } from '../second-review/blindness.ts';
import { conflict, notFound } from '../storage/failure.ts';

/**
 * The outbox as the person at the workstation may see it. A referral reveals the decision on its case, so referrals of
 * hidden cases are left out.
 */
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

  /**
   * A referral of a case: the given one, or the last that stands.
   * @throws Failure NOT_FOUND where the case has no such referral or must be hidden; CONFLICT where it is at no desk
   */
  ofCase(caseId: string, referral: string | undefined): ReferralSummary {
    const id = referral ?? this.#store.standingOfCase(caseId).at(-1)?.id;
    if (id === undefined) throw conflict({ reason: 'case-not-referred' });
    const found = this.find(id);
    if (found.case !== caseId) throw notFound({ what: 'referral', id });
    return found;
  }

  /** @throws Failure NOT_FOUND also where it must be hidden from the person */
  find(id: string): ReferralSummary {
    const found = this.#shown(id);
    if (found === null) throw notFound({ what: 'referral', id });
    return found;
  }

  /** What a file of receipts told, with the referrals it is about. */
  receipts({ statements, unanswered, ...read }: ReceiptsRead): ReceiptsImported {
    return {
      ...read,
      statements: statements.map((one) => ({ ...one, referral: this.#shown(one.referral) })),
      unanswered: unanswered.map((id) => this.#shown(id)).filter((referral) => referral !== null),
    };
  }

  /** Null where there is none, or it must be hidden from the person. */
  #shown(id: string): ReferralSummary | null {
    const found = this.#store.find(id);
    return found === null || (found.case !== null && this.#blindness.hides(found.case)) ? null : found;
  }
}
