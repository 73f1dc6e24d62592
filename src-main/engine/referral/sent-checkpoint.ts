/** A checkpoint of the ledger inside the frozen body of a referral. */
export interface SentCheckpoint {
  line: number;
  referral: string;
  destination: string;
  /** The signed note. */
  note: string;
  /** Null until the desk's receipt for the body has arrived. */
  deliveredAt: string | null;
}

export interface SentCheckpointRows {
  /** For each desk the last checkpoint that it has confirmed with a receipt. */
  latest(): SentCheckpoint[];
  /** The checkpoints behind this line, in the order in which they were queued. */
  after(line: number, limit: number): SentCheckpoint[];
}
