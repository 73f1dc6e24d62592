import type { Sighting } from '../../../shared/contract/review.contract.ts';

/** What reports say of cases. */
export interface Reports {
  /** The newest `limit` sightings of a case with what their reports say. */
  sightings(caseId: string, limit: number): Sighting[];
  /** What a report of this case tells; null where it tells nothing, or is not one of the case. */
  narrative(caseId: string, reportId: string): string | null;
  /** The files whose reports saw any of these cases. */
  bringing(cases: readonly string[]): string[];
}
