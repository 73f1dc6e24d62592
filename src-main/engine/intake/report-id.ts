import { hash } from 'node:crypto';
import type { ReportId } from '../../../shared/domain/ids.ts';

/**
 * The ids of the reports that came in a file, by their rows. They follow from its batch and row, so that they are the
 * same wherever the file's rows are stored, and sort by the time of the import and then by row. As UUIDv7: the time, the
 * row in 24 bits, and 50 bits that follow from the batch. A row is below 2^24; a file has fewer.
 */
export function reportIdsOf(batch: string, importedAt: string): (row: number) => ReportId {
  const time = Math.max(0, Date.parse(importedAt)).toString(16).padStart(12, '0');
  const ofBatch = hash('sha256', `hashline-report/1\n${batch}`, 'hex');
  const twoBits = Number.parseInt(ofBatch.charAt(12), 16) & 3;
  const [start, end] = [`${time.slice(0, 8)}-${time.slice(8)}-7`, ofBatch.slice(0, 12)];
  return (row) => {
    const [high, low] = [row >> 12, row & 0xfff];
    const withVariant = (0x8000 | (low << 2) | twoBits).toString(16);
    return `${start}${high.toString(16).padStart(3, '0')}-${withVariant}-${end}` as ReportId;
  };
}

/** By what the ids of a file's reports are found: they lie between two ids, and all of them have the same end. */
export interface ReportIdRange {
  from: string;
  to: string;
  end: string;
}

const LAST_ROW = 2 ** 24 - 1;
const END = 'xxxxxxxx-xxxx-xxxx-xxxx-'.length;

export function reportIdRangeOf(batch: string, importedAt: string): ReportIdRange {
  const idOf = reportIdsOf(batch, importedAt);
  return { from: idOf(0), to: idOf(LAST_ROW), end: idOf(0).slice(END) };
}
