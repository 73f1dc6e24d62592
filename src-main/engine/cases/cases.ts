import type { StoredCase } from './stored-case.ts';

/** Cases as other rooms read and change them. */
export interface Cases {
  transaction<Result>(work: () => Result): Result;
  find(id: string): StoredCase | null;
  /** Writes everything that can change of a case. Inside a transaction. */
  update(entry: StoredCase): void;
  /** Other cases that share a key with this one: their files contradict each other, or they would be one case. */
  sharingKeys(id: string): { id: string; key: string }[];
  draft(caseId: string): string | null;
  /** @param begun by whom and when; of no draft, nobody */
  saveDraft(caseId: string, draft: string | null, begun?: { by: string; at: string }): boolean;
  /** Whose a case is by name, also where they can no longer work on it. */
  holders(caseId: string): { assignedTo: string | null; claimedBy: string | null };
  /** Gives a case, with its draft; whoever else had claimed it has not any more. */
  give(caseId: string, to: string): void;
  /** The case is nobody's; what was begun stays with it. */
  free(caseId: string): void;
  /** Which case is given to whom. */
  given(): Map<string, string>;
}
