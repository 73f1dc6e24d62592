import type { ReferralKind } from './referral.ts';

/** What a decision sends to one desk. */
export interface Outgoing<Id extends string> {
  destination: string;
  purpose: ReferralKind;
  /** The earlier referral it changes or withdraws. */
  inReplyTo: Id | null;
}

/**
 * What goes out when a case is decided, perhaps not for the first time: a desk that gets the case again gets an amendment,
 * one that no longer should have it a retraction.
 * @param earlier what stands at the desks because of the decision that is replaced
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
