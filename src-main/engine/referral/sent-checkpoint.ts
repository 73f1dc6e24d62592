/** A checkpoint of the ledger inside the frozen body of a referral. */
export interface SentCheckpoint {
  line: number;
  referral: string;
  destination: string;
  /** The signed note. */
  note: string;
  /** Null until the desk's receipt for the body is here. */
  deliveredAt: string | null;
}

export interface SentCheckpointRows {
  /** The last one each desk has a receipt out for. */
  latest(): SentCheckpoint[];
  /** Those behind this line, in the order they were queued. */
  after(line: number, limit: number): SentCheckpoint[];
}
