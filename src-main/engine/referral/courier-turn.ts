/** Which seat of a hotline delivers to a desk, so that no two do at once. */
export interface CourierTurn {
  /** Asks whether this seat delivers to a desk now. Without contact to the others it does not. */
  take(destination: string): Promise<boolean>;
  /** Whether it surely does still. */
  holds(destination: string): boolean;
  /** The entries whose order is settled: nothing goes out that a later one ordered, because it may not stand. */
  settled(): number;
  /**
   * Tells the other seats that this one is about to send a referral to a desk that does not recognise repeats.
   * @returns whether another seat told so before: what became of that is unknown here; null where there is no contact
   */
  attempt(referral: string): Promise<boolean | null>;
}
