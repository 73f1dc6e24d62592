import { findMedia } from '../../../shared/domain/hash-only.ts';
import type { Refusal } from '../../../shared/domain/refusal.ts';
import type { RefusedRow } from './formats/intake-format.ts';

/** Longest text of a refused row that is kept, in UTF-16 code units. */
export const LONGEST_REFUSED_ROW = 16_384;

/**
 * The refused rows whose text may be kept. Of one that holds media, in any field and even where another fault was found
 * first, nothing is kept but its place and reason.
 * @param refusals of the same rows, at least
 */
export function keepableRows(rows: readonly RefusedRow[], refusals: readonly Refusal[]): RefusedRow[] {
  const withMedia = new Set(refusals.filter(({ reason }) => reason === 'media').map(({ row }) => row));
  return rows.filter(
    ({ row, text }) =>
      !withMedia.has(row) &&
      text.length <= LONGEST_REFUSED_ROW &&
      text.isWellFormed() &&
      findMedia(text) === null,
  );
}
