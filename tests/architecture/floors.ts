/**
 * The rooms of the engine, the lowest first. A room imports only from rooms below it, and its SQL names its own tables and the
 * views that rooms below it offer. What a lower room needs of a higher one is handed to it, or registered with it.
 */
export const FLOORS = [
  'storage',
  'keys',
  'session',
  'cases',
  'ledger',
  'people',
  'policy',
  'intake',
  'referral',
  'assessment',
  'lists',
  'second-review',
  'matching',
  'review',
  'retention',
  'blocklist',
  'audit',
  'insight',
  'backup',
  'team',
  'vault',
] as const;

/** The room a file stands in; null outside of the rooms. */
export function roomOf(path: string): string | null {
  const room = /^src-main\/engine\/([\w-]+)\//.exec(path)?.[1];
  return FLOORS.find((floor) => floor === room) ?? null;
}

/** How many rooms are below. */
export const floorOf = (room: string): number => FLOORS.indexOf(room as (typeof FLOORS)[number]);
