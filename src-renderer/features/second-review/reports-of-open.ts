import type { EngineClient } from '../../../shared/contract/contract.ts';
import type { Sighting } from '../../../shared/contract/review.contract.ts';
import type { CaseId, ReportId } from '../../../shared/domain/ids.ts';
import { type Failure, failureOf } from '../../transport/failure.ts';

/** Reads what reports say of the open case. */
export interface ReportsOfOpen {
  /** A narrative, which leaves a ledger entry; null where that fails. */
  reveal: (report: ReportId) => Promise<string | null>;
  /** Sightings before one that is known; null where that fails. */
  readOn: (before: number) => Promise<readonly Sighting[] | null>;
}

/** @param opened the case that is open; null where none is */
export function reportsOfOpen(
  client: Pick<EngineClient, 'review'>,
  opened: () => CaseId | null,
  failed: (failure: Failure) => void,
): ReportsOfOpen {
  const read = async <Answer>(of: (id: CaseId) => Promise<Answer>): Promise<Answer | null> => {
    const id = opened();
    if (id === null) return null;
    try {
      return await of(id);
    } catch (error) {
      failed(failureOf(error));
      return null;
    }
  };
  return {
    reveal: (report) =>
      read(async (id) => (await client.review.revealNarrative({ case: id, report })).narrative),
    readOn: (before) => read((id) => client.review.sightings({ case: id, before })),
  };
}
