import type { Entry } from '../../../shared/ledger/entry.ts';
import { mentionsOf } from '../../../shared/ledger/entry-mentions.ts';
import type { EntryKind } from '../../../shared/ledger/kinds/all-kinds.ts';
import type { Problem } from '../../../shared/ledger/verify.ts';
import type { StoredEntry } from './stored-entry.ts';

/** The id under which an actor's entries are found. */
export function actorId({ actor }: Pick<Entry, 'actor'>): string {
  if ('recovery' in actor) return 'recovery';
  return 'person' in actor ? actor.person : actor.device;
}

/** The columns by which an entry is found. */
export interface FiledEntry {
  kind: EntryKind;
  actor: string;
  at: string;
  case: string | null;
  /** The other ids it names. */
  mentions: string[];
}

export const filedUnder = (entry: Pick<Entry, 'kind' | 'actor' | 'at' | 'data'>): FiledEntry => ({
  kind: entry.kind,
  actor: actorId(entry),
  at: entry.at,
  case: typeof entry.data.case === 'string' ? entry.data.case : null,
  mentions: mentionsOf(entry),
});

/**
 * Whether an entry is stored under another workstation, kind, actor, time or case than it was signed with: a search would then miss
 * it.
 * @param stored a row with a well-formed entry as its line
 */
export function misfiled({
  seq,
  device,
  number,
  kind,
  actor,
  at,
  case: caseId,
  mentions,
  isFiledAlike,
  line,
}: StoredEntry): Problem[] {
  const entry = JSON.parse(line) as Entry;
  const signed = filedUnder(entry);
  const named = mentions.split(' ').sort().join(' ');
  const right =
    isFiledAlike &&
    device === entry.device &&
    number === entry.seq &&
    kind === signed.kind &&
    actor === signed.actor &&
    at === signed.at &&
    caseId === signed.case &&
    named === signed.mentions.join(' ');
  return right ? [] : [{ seq, fault: { code: 'misfiled' } }];
}
