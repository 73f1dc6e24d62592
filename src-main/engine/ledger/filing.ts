import type { Entry } from '../../../shared/ledger/entry.ts';
import { mentionsOf } from '../../../shared/ledger/entry-mentions.ts';
import type { Problem } from '../../../shared/ledger/verify.ts';
import type { StoredEntry } from './stored-entry.ts';

/** The id under which an actor's entries are found. */
export function actorId({ actor }: Pick<Entry, 'actor'>): string {
  if ('recovery' in actor) return 'recovery';
  return 'person' in actor ? actor.person : actor.device;
}

/** The other columns an entry is found by: its time, and the ids it names. */
export function filedUnder(line: string): { at: string; mentions: string[] } {
  const entry = JSON.parse(line) as Entry;
  return { at: entry.at, mentions: mentionsOf(entry) };
}

/**
 * Whether an entry is stored under another kind, actor, time or case than it was signed with: a search would then miss
 * it.
 * @param stored a row with a well-formed entry as its line
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
  return right ? [] : [{ seq, fault: { code: 'misfiled' } }];
}
