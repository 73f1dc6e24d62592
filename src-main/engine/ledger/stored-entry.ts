/** An entry as it was signed, and the columns it is found by. */
export interface StoredEntry {
  seq: number;
  kind: string;
  actor: string;
  at: string;
  case: string | null;
  /** Ids it is found by besides, with a space between. */
  mentions: string;
  line: string;
}
