import type { ReferralSummary } from '../../../shared/contract/review.contract.ts';
import type { Disagreement } from '../../../shared/contract/second-review.contract.ts';
import { outgoingOf } from '../../../shared/domain/outgoing.ts';
import type { ReferralKind } from '../../../shared/domain/referral.ts';

export interface Effect {
  destination: string;
  purpose: ReferralKind;
}

/**
 * What overturning a decision would send, by the engine's own rule: a referral that a desk refused or that was taken
 * back does not count as sent.
 * @param referrals of the case; where they are null, everything that the first assessment was routed to counts as sent
 */
export function effectsOf(
  destinations: readonly string[],
  { first }: Pick<Disagreement, 'first'>,
  referrals: readonly Pick<ReferralSummary, 'id' | 'destination' | 'state' | 'purpose'>[] | null,
): Effect[] {
  const sent: readonly string[] = first.route.destinations;
  const standing: { id: string; destination: string }[] =
    referrals === null
      ? sent.map((destination) => ({ id: destination, destination }))
      : referrals.filter(
          ({ state, purpose, destination }) =>
            state !== 'refused' &&
            state !== 'withdrawn' &&
            state !== 'void' &&
            purpose !== 'retraction' &&
            sent.includes(destination),
        );
  return outgoingOf(destinations, standing).map(({ destination, purpose }) => ({ destination, purpose }));
}
