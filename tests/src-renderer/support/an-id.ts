import { uuidv7 } from '../../../shared/domain/ids.ts';

/** A made-up identifier; the same number gives the same one, larger numbers sort later. */
export const anId = (number: number): string =>
  uuidv7(1_700_000_000_000 + number, new Uint8Array(10).fill(number % 256));
