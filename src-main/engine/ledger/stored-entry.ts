/** An entry as it was signed, and the columns it is found by. */
export interface StoredEntry {
  /** Its place in the log. */
  seq: number;
  /** The workstation it is filed under, and the number that one gave it. */
  device: string;
  number: number;
  kind: string;
  actor: string;
  at: string;
  case: string | null;
  /** Further ids the entry is found by, separated by spaces. */
  mentions: string;
  /** Whether it is filed, to be found, under what its own columns say. */
  isFiledAlike: boolean;
  line: string;
}
