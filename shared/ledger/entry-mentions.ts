import type { Entry } from './entry.ts';

type Said = Pick<Entry, 'kind' | 'data'>;

/** What an entry names beside the case it is about: found where somebody looks for one of these. */
const NAMED: Readonly<Record<string, (data: Entry['data']) => readonly unknown[]>> = {
  'intake.imported': ({ batch }) => [batch],
  'intake.reported': ({ cases }) => (Array.isArray(cases) ? cases : []),
  'case.merged': ({ into }) => [into],
  'audit.exported': ({ selection }) => casesAskedFor(selection),
};

/** @returns ids in order, each once; not the one in `data.case` */
export function mentionsOf({ kind, data }: Said): string[] {
  const ids = (NAMED[kind]?.(data) ?? []).filter((id) => typeof id === 'string');
  return [...new Set(ids)].filter((id) => id !== data.case).sort();
}

/** Whether an entry is about a case, or names it. */
export const concerns = (entry: Said, caseId: string): boolean =>
  entry.data.case === caseId || mentionsOf(entry).includes(caseId);

function casesAskedFor(selection: unknown): readonly unknown[] {
  if (typeof selection !== 'object' || selection === null || !('cases' in selection)) return [];
  return Array.isArray(selection.cases) ? selection.cases : [];
}
