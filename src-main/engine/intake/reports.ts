import type { Sighting } from '../../../shared/contract/review.contract.ts';
import type { CountryCode } from '../../../shared/domain/country.ts';
import type { Channel } from '../../../shared/domain/report.ts';

/** The statements of reports about cases. */
export interface Reports {
  /** The newest `limit` sightings of a case, before the one with a number, with the statements of their reports. */
  sightings(caseId: string, limit: number, before?: number): Sighting[];
  /** Where the reports of a case say it is hosted, and how many say so; what most say first. */
  hostings(caseId: string): { country: CountryCode | null; sightings: number }[];
  /** The narrative of a report of this case; null where it has none, or belongs to another case. */
  narrative(caseId: string, reportId: string): string | null;
  /** The references that reports of a case have, which came in through this channel; the newest first. */
  references(caseId: string, channel: string): string[];
  /** Whether a report that came in through this channel has this reference. */
  isKnown(channel: Channel, reference: string): boolean;
  /** The files whose reports concern any of these cases. */
  bringing(cases: readonly string[]): string[];
}
