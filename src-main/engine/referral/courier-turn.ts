import type { DestinationInput } from '../../../shared/contract/referral.contract.ts';

/** A destination, as far as whose turn it is depends on it. */
export type TurnDesk = Pick<DestinationInput, 'id' | 'channel'>;

/** Which seat of a hotline delivers to a desk, so that no two do at once. */
export interface CourierTurn {
  /** Asks whether this seat delivers to a desk now. Without contact to the others the policy says. */
  take(desk: TurnDesk): Promise<boolean>;
  /** Whether it surely does still. */
  holds(destination: string): boolean;
  /** Referrals that this entry or a later one ordered do not go to the desk now, because they may not stand. */
  goesBelow(desk: TurnDesk): number;
  /**
   * Tells the other seats that this one is about to send a referral to a desk that does not recognise repeats.
   * @returns whether another seat told so before: what became of that is unknown here; null where there is no contact
   */
  attempt(referral: string): Promise<boolean | null>;
}
