import type { Sighting } from '../../../shared/contract/review.contract.ts';
import type { Channel } from '../../../shared/domain/report.ts';

/** The statements of reports about cases. */
export interface Reports {
  /** The newest `limit` sightings of a case with the statements of their reports. */
  sightings(caseId: string, limit: number): Sighting[];
  /** The narrative of a report of this case; null where it has none, or belongs to another case. */
  narrative(caseId: string, reportId: string): string | null;
  /** The references that reports of a case have, which came in through this channel; the newest first. */
  references(caseId: string, channel: string): string[];
  /** Whether a report that came in through this channel has this reference. */
  isKnown(channel: Channel, reference: string): boolean;
  /** The files whose reports concern any of these cases. */
  bringing(cases: readonly string[]): string[];
}
