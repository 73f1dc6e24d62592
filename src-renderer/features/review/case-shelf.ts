import type { EngineClient } from '../../../shared/contract/contract.ts';
import type { CaseDetail } from '../../../shared/contract/review.contract.ts';
import type { CaseSummary } from '../../../shared/domain/case.ts';
import type { CaseId } from '../../../shared/domain/ids.ts';
import type { WorkingSet } from '../../storage/working-set.ts';

/** Whether a kept case still is what the list says: no new sighting, no other state. */
const isCurrent = ({ summary }: CaseDetail, row: CaseSummary): boolean =>
  summary.sightings === row.sightings && summary.state === row.state;

/** Keeps the next cases at hand, so that opening one asks nobody. */
export class CaseShelf {
  private readonly client: Pick<EngineClient, 'review'>;
  private readonly workingSet: WorkingSet;
  private readonly underWay = new Map<CaseId, Promise<CaseDetail>>();

  constructor(client: Pick<EngineClient, 'review'>, workingSet: WorkingSet) {
    this.client = client;
    this.workingSet = workingSet;
  }

  /**
   * The case, from the shelf if it stands there as the list knows it.
   * @param row what the list says about it; null where the case is not on the list
   */
  async take(id: CaseId, row: CaseSummary | null): Promise<CaseDetail> {
    const detail = await this.workingSet.case(id);
    return detail && (row === null || isCurrent(detail, row)) ? detail : this.fetch(id);
  }

  /** The case as the engine has it now. */
  fetch(id: CaseId): Promise<CaseDetail> {
    const running = this.underWay.get(id);
    if (running) return running;
    const fetching = this.client.review.case({ id }).then(async (detail) => {
      await this.workingSet.keepCases([detail]);
      return detail;
    });
    this.underWay.set(id, fetching);
    void fetching.catch(() => undefined).finally(() => this.underWay.delete(id));
    return fetching;
  }

  /** Puts the cases of these rows on the shelf, one after the other, unless they stand there. */
  async prefetch(rows: readonly CaseSummary[]): Promise<void> {
    const atHand = await this.workingSet.casesAtHand(rows.map((row) => row.id));
    for (const [index, row] of rows.entries()) {
      const detail = atHand[index];
      if (detail && isCurrent(detail, row)) continue;
      try {
        await this.fetch(row.id);
      } catch {
        return; // Only convenience: opening the case will say what is wrong.
      }
    }
  }

  async forget(ids?: readonly CaseId[]): Promise<void> {
    await this.workingSet.forgetCases(ids);
  }
}
