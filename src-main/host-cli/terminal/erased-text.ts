import type { Erased } from '../../../shared/ledger/erased.ts';

/** Tells that texts are absent because an entry erased them, and not lost. */
export const toldErased = ({ by, entries }: Erased): string =>
  `  entry ${by} erased what ${entries} ${entries === 1 ? 'entry' : 'entries'} enclosed`;
