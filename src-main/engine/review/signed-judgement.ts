import type { Assessment } from '../../../shared/domain/assessment.ts';
import { sha256Hex } from '../../exchange/sha256-hex.ts';

/**
 * A judgement as the ledger holds it. The note is somebody's own words about a case: the ledger, which leaves the house,
 * has only their digest, bound to the decision.
 */
export function signedJudgement(
  decision: string,
  { note, ...judgement }: Assessment,
): { judgement: Omit<Assessment, 'note'>; noteSha256: string } {
  return { judgement, noteSha256: noteDigest(decision, note) };
}

export const noteDigest = (decision: string, note: string): string => sha256Hex(`${decision}\n${note}`);
