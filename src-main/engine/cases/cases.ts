import type { StoredCase } from './stored-case.ts';

/** An unfinished assessment, who saved it last and when. It stays theirs when the case is handed over. */
export interface StoredDraft {
  json: string;
  by: string;
  at: string;
}

/** Cases as other rooms read and change them. */
export interface Cases {
  transaction<Result>(work: () => Result): Result;
  find(id: string): StoredCase | null;
  /** The case of this id; where it was merged, or is known under another id, the one it is part of. */
  living(id: string): StoredCase | null;
  /**
   * Writes all changeable columns of a case. Inside a transaction.
   * @param before the case as it is stored now, where the caller has it: it is not read again
   */
  update(stored: StoredCase, before?: StoredCase): void;
  /**
   * Other cases that share a key with this one and were not merged with it, because their files contradict each other.
   */
  sharingKeys(id: string): { id: string; key: string }[];
  draft(caseId: string): StoredDraft | null;
  saveDraft(caseId: string, draft: StoredDraft | null): boolean;
  /** The names of a case's assignee and claimant, even where they can no longer work on it. */
  holders(caseId: string): { assignedTo: string | null; claimedBy: string | null };
  /** Assigns a case with its draft; another person's claim on it ends. */
  give(caseId: string, to: string): void;
  /** Ends assignment and claim; the draft stays. */
  free(caseId: string): void;
  /** The person each case is assigned to. */
  given(): Map<string, string>;
}
