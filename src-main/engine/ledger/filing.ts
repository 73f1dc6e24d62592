import type { Entry } from '../../../shared/ledger/entry.ts';
import { mentionsOf } from '../../../shared/ledger/entry-mentions.ts';
import type { Problem } from '../../../shared/ledger/verify.ts';
import type { StoredEntry } from './stored-entry.ts';

/** Who acted, as entries are found by it. */
export function actorId({ actor }: Pick<Entry, 'actor'>): string {
  if ('recovery' in actor) return 'recovery';
  return 'person' in actor ? actor.person : actor.device;
}

/** What else an entry is found by: when it was, and the ids it names. */
export function filedUnder(line: string): { at: string; mentions: string[] } {
  const entry = JSON.parse(line) as Entry;
  return { at: entry.at, mentions: mentionsOf(entry) };
}

/**
 * Whether an entry stands under another kind, actor, time or case than it was signed with: it would be missing where
 * somebody looks for it.
 * @param stored whose line was found to be a well-formed entry
 */
export function misfiled({ seq, kind, actor, at, case: caseId, mentions, line }: StoredEntry): Problem[] {
  const entry = JSON.parse(line) as Entry;
  const signedCase = typeof entry.data.case === 'string' ? entry.data.case : null;
  const named = mentions.split(' ').sort().join(' ');
  const right =
    kind === entry.kind &&
    actor === actorId(entry) &&
    at === entry.at &&
    caseId === signedCase &&
    named === mentionsOf(entry).join(' ');
  const what = 'is filed under another kind, actor, time or case than it was signed with';
  return right ? [] : [{ seq, what }];
}
