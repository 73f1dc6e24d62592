import type { Assessment } from '../../../shared/domain/assessment.ts';
import { canonicalText } from '../../../shared/ledger/canonical-json.ts';
import type { Entry } from '../../../shared/ledger/entry.ts';
import { boundDigest } from '../ledger/bound-digest.ts';

/** A judgement as the ledger states it: of the note, which is free text about a case, only the digest. */
export function signedJudgement(
  decision: string,
  { note, ...judgement }: Assessment,
): { judgement: Omit<Assessment, 'note'>; noteSha256: string } {
  return { judgement, noteSha256: boundDigest(decision, note) };
}

/** A decision as a row holds it. */
export interface JudgedRow {
  person: string;
  judgement: { [member: string]: unknown };
  route: unknown;
}

/**
 * Whether a row holds the decision that its author signed.
 * @param isErased whether its note was erased, and must be gone
 */
export function isAsSigned(
  decision: string,
  row: JudgedRow,
  actor: Entry['actor'],
  said: { judgement?: unknown; noteSha256: string; route?: unknown },
  isErased: boolean,
): boolean {
  const { note, ...judgement } = row.judgement;
  return (
    'person' in actor &&
    actor.person === row.person &&
    (isErased ? note === '' : boundDigest(decision, String(note)) === said.noteSha256) &&
    canonicalText([judgement, row.route]) === canonicalText([said.judgement, said.route])
  );
}
