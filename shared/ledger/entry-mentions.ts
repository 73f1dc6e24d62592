import type { Entry } from './entry.ts';
import { KINDS } from './kinds/all-kinds.ts';

type Said = Pick<Entry, 'kind' | 'data'>;

/**
 * The ids under which an entry is found, besides the case it is about.
 * @returns each id once, in order, without the one in `data.case`
 */
export function mentionsOf({ kind, data }: Said): string[] {
  const ids = KINDS[kind].mentions(data).filter((id) => typeof id === 'string');
  return [...new Set(ids)].filter((id) => id !== data.case).sort();
}

/** Whether an entry is about a case, or names it. */
export const concerns = (entry: Said, caseId: string): boolean =>
  entry.data.case === caseId || mentionsOf(entry).includes(caseId);
