import { type QueueView, sortOf } from '../../../shared/contract/queue-filter.ts';

/** Lists that everybody has. */
export const OWN_VIEWS = {
  open: { state: 'open' },
  mine: { state: 'open', heldBy: 'me' },
  decidedByMe: { state: 'decided', decidedBy: 'me' },
} as const satisfies Record<string, QueueView>;

export type OwnView = keyof typeof OWN_VIEWS;

/** The parts of a view that a chip stands for, in the order in which they are asked for. */
export const FILTERS = [
  'state',
  'zone',
  'hosting',
  'kind',
  'knownAs',
  'channel',
  'batch',
  'heldBy',
  'dueBefore',
  'decidedBy',
  'legality',
  'category',
] as const;
export type FilterName = (typeof FILTERS)[number];

export const filtersOf = (view: QueueView): FilterName[] =>
  FILTERS.filter((name) => view[name] !== undefined && !(name === 'state' && view.state === 'open'));

/** Whether two views list the same cases in the same order. */
export const isSameView = (a: QueueView, b: QueueView): boolean =>
  sortOf(a) === sortOf(b) && FILTERS.every((name) => partOf(a, name) === partOf(b, name));

const partOf = (view: QueueView, name: FilterName) =>
  name === 'state' ? (view.state ?? 'open') : view[name];

/** The day of a moment on the clock of this workstation, as `YYYY-MM-DD`; empty for none. */
export function dayOf(instant: string | undefined): string {
  if (instant === undefined) return '';
  const date = new Date(instant);
  const two = (part: number) => String(part).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** The beginning of a day on the clock of this workstation; nothing where it is no day. */
export function beginningOf(day: string): string | undefined {
  const at = /^\d{4}-\d\d-\d\d$/.test(day) ? Date.parse(`${day}T00:00:00`) : Number.NaN;
  return Number.isNaN(at) ? undefined : new Date(at).toISOString();
}
