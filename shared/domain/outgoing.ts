import type { ReferralKind } from './referral.ts';

/** What a decision sends to one destination. */
export interface Outgoing<Id extends string> {
  destination: string;
  purpose: ReferralKind;
  /** The earlier referral that it amends or retracts. */
  inReplyTo: Id | null;
}

/**
 * The referrals of a decision, which may not be the first on its case: a destination that gets the case again gets an
 * amendment, one that should no longer have it a retraction.
 * @param earlier referrals that stand because of the decision that is replaced
 */
export function outgoingOf<Id extends string>(
  destinations: readonly string[],
  earlier: readonly { id: Id; destination: string }[],
): Outgoing<Id>[] {
  const before = new Map(earlier.map(({ id, destination }) => [destination, id]));
  return [
    ...destinations.map((destination): Outgoing<Id> => {
      const inReplyTo = before.get(destination) ?? null;
      return { destination, purpose: inReplyTo === null ? 'new' : 'amendment', inReplyTo };
    }),
    ...earlier
      .filter(({ destination }) => !destinations.includes(destination))
      .map(({ id, destination }): Outgoing<Id> => ({ destination, purpose: 'retraction', inReplyTo: id })),
  ];
}
