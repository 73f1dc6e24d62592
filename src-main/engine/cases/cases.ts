import type { StoredCase } from './stored-case.ts';

/** Cases as other rooms read and change them. */
export interface Cases {
  transaction<Result>(work: () => Result): Result;
  find(id: string): StoredCase | null;
  /** Writes all changeable columns of a case. Inside a transaction. */
  update(stored: StoredCase): void;
  /**
   * Other cases that share a key with this one and were not merged with it, because their files contradict each other.
   */
  sharingKeys(id: string): { id: string; key: string }[];
  draft(caseId: string): string | null;
  /** @param begun who began the draft and when; absent where there is no draft */
  saveDraft(caseId: string, draft: string | null, begun?: { by: string; at: string }): boolean;
  /** The names of a case's assignee and claimant, even where they can no longer work on it. */
  holders(caseId: string): { assignedTo: string | null; claimedBy: string | null };
  /** Assigns a case with its draft; another person's claim on it ends. */
  give(caseId: string, to: string): void;
  /** Ends assignment and claim; the draft stays. */
  free(caseId: string): void;
  /** The person each case is assigned to. */
  given(): Map<string, string>;
}
