import type { Stated } from './registry-statement.ts';

/** What an answer states, with the places, in one line. */
export const statedList = (places: readonly Stated[]): string =>
  places.map(({ text, at }) => (text === '' ? at : `${text} (${at})`)).join(', ');
