import type { Entry } from '../../../shared/ledger/entry.ts';
import type { Problem } from '../../../shared/ledger/verify.ts';
import type { StoredEntry } from './audit.store.ts';

/** Who acted, as entries are found by it. */
export function actorId({ actor }: Pick<Entry, 'actor'>): string {
  if ('recovery' in actor) return 'recovery';
  return 'person' in actor ? actor.person : actor.device;
}

/**
 * Whether an entry stands under another kind, actor or case than it was signed with: it would be missing where somebody
 * looks for it.
 * @param stored whose line was found to be a well-formed entry
 */
export function misfiled({ seq, kind, actor, case: caseId, line }: StoredEntry): Problem[] {
  const entry = JSON.parse(line) as Entry;
  const signedCase = typeof entry.data.case === 'string' ? entry.data.case : null;
  const right = kind === entry.kind && actor === actorId(entry) && caseId === signedCase;
  return right ? [] : [{ seq, what: 'is filed under another kind, actor or case than it was signed with' }];
}
