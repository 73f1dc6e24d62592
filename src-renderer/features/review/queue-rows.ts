import type { QueueView } from '../../../shared/contract/queue-filter.ts';
import { type CaseSummary, isDecided, type PriorityTerm } from '../../../shared/domain/case.ts';
import { remainingMs } from '../../../shared/domain/deadline.ts';
import type { CaseId } from '../../../shared/domain/ids.ts';

export const QUEUE_PAGE = 200;
/** When fewer rows than this are left below, the next page is asked for. */
export const QUEUE_AHEAD = 60;
/** How many cases after the open one are kept at hand. */
export const PREFETCH = 12;

/** The first filter an analyst sees: cases that wait for an assessment. */
export const START_FILTER: QueueView = { state: 'open' };

/** Appends a page; a row that moved meanwhile appears once, at its new place. */
export function appendRows(rows: readonly CaseSummary[], page: readonly CaseSummary[]): CaseSummary[] {
  const fresh = new Set(page.map((row) => row.id));
  return [...rows.filter((row) => !fresh.has(row.id)), ...page];
}

/** The row `steps` away from `current`, or the first row where none is current. */
export function neighbour(
  rows: readonly CaseSummary[],
  current: CaseId | null,
  steps: 1 | -1,
): CaseSummary | null {
  const at = rows.findIndex((row) => row.id === current);
  if (at === -1) return rows[0] ?? null;
  return rows[at + steps] ?? null;
}

/**
 * The case to show next once `decided` has left the list: the first below it, else the nearest above it. Those that are
 * rather for another seat come last.
 */
export function successor(
  rows: readonly CaseSummary[],
  decided: CaseId | null,
  isFree: (id: CaseId) => boolean,
): CaseSummary | null {
  const at = rows.findIndex((row) => row.id === decided);
  const others = [...rows.slice(at + 1), ...rows.slice(0, Math.max(0, at)).reverse()];
  return others.find((row) => isFree(row.id)) ?? others[0] ?? null;
}

/** Whether a freshly read first page, which may be the only one, differs from the rows shown. */
export function differs(
  rows: readonly CaseSummary[],
  page: readonly CaseSummary[],
  isOnly: boolean,
): boolean {
  return page.some((row, index) => rows[index]?.id !== row.id) || (isOnly && rows.length !== page.length);
}

/** Updates rows that are shown already, without moving any. */
export function refreshRows(rows: readonly CaseSummary[], page: readonly CaseSummary[]): CaseSummary[] {
  const fresh = new Map(page.map((row) => [row.id, row]));
  return rows.map((row) => fresh.get(row.id) ?? row);
}

/** How close a deadline is. */
export type DueTone = 'late' | 'near' | 'calm';

export function dueTone(dueAt: string | null, nowMs: number, nearHours: number): DueTone {
  if (dueAt === null) return 'calm';
  const left = remainingMs(dueAt, nowMs);
  return left < 0 ? 'late' : left < nearHours * 3_600_000 ? 'near' : 'calm';
}

/**
 * The name of a reason for a priority: a deadline that has passed is no longer near. In a decided case the reason is
 * the one that held when it was decided.
 */
export const whyName = (
  code: PriorityTerm['code'],
  { state, dueAt }: Pick<CaseSummary, 'state' | 'dueAt'>,
  nowMs: number,
): PriorityTerm['code'] | 'overdue' =>
  code === 'deadline-near' && !isDecided(state) && dueTone(dueAt, nowMs, 0) === 'late' ? 'overdue' : code;

/** The tone that makes the important reasons for a priority stand out. */
export const whyTone = (code: PriorityTerm['code']): 'danger' | 'warn' | 'accent' | 'neutral' =>
  code === 'possible-new-victim'
    ? 'danger'
    : code === 'deadline-near'
      ? 'warn'
      : code === 'known-baseline'
        ? 'accent'
        : 'neutral';
