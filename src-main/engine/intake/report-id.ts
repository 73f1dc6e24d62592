import { type ReportId, uuidv7 } from '../../../shared/domain/ids.ts';
import { sha256 } from '../keys/sha256.ts';

/**
 * The id of a report that came in a file. It follows from its batch and row, so that it is the same wherever the file's
 * rows are stored, and sorts by the time of the import and then by row.
 * @param row below 2^24; a file has fewer
 */
export function reportIdOf({ batch, row }: { batch: string; row: number }, importedAt: string): ReportId {
  const random = sha256(`hashline-report/1\n${batch}\n${row}`).subarray(0, 10);
  // The four bits of the version and the two of the variant are not ours.
  random[0] = (row >> 20) & 0x0f;
  random[1] = (row >> 12) & 0xff;
  random[2] = (row >> 6) & 0x3f;
  random[3] = ((row & 0x3f) << 2) | ((random[3] ?? 0) & 0x03);
  return uuidv7(Date.parse(importedAt), random) as ReportId;
}
