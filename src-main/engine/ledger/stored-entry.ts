/** An entry as it was signed, and the columns it is found by. */
export interface StoredEntry {
  seq: number;
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
