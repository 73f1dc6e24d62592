import type { Entry } from './entry.ts';
import { KINDS } from './kinds/all-kinds.ts';

type Said = Pick<Entry, 'kind' | 'data'>;

/**
 * What an entry names beside the case it is about: found where somebody looks for one of these.
 * @returns ids in order, each once; not the one in `data.case`
 */
export function mentionsOf({ kind, data }: Said): string[] {
  const ids = KINDS[kind].mentions(data).filter((id) => typeof id === 'string');
  return [...new Set(ids)].filter((id) => id !== data.case).sort();
}

/** Whether an entry is about a case, or names it. */
export const concerns = (entry: Said, caseId: string): boolean =>
  entry.data.case === caseId || mentionsOf(entry).includes(caseId);
