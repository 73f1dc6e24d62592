import type { EngineClient } from '../../../shared/contract/contract.ts';
import type { CaseDetail } from '../../../shared/contract/review.contract.ts';
import type { CaseSummary } from '../../../shared/domain/case.ts';
import type { CaseId } from '../../../shared/domain/ids.ts';
import type { WorkingSet } from '../../storage/working-set.ts';

/** How many cases are kept after they were seen: little memory, and more than a person walks back. */
const SEEN = 64;

/** Whether a kept case still agrees with the list: no new sighting, the same state, the same holder. */
const isCurrent = ({ summary }: CaseDetail, row: CaseSummary): boolean =>
  summary.sightings === row.sightings &&
  summary.state === row.state &&
  summary.claimedBy === row.claimedBy &&
  summary.assignedTo === row.assignedTo;

/** Keeps the next cases at hand, so that opening one needs no call to the engine. */
export class CaseShelf {
  private readonly client: Pick<EngineClient, 'review'>;
  private readonly workingSet: WorkingSet;
  /** Cases that were seen last, so that the next case is shown within the same frame. */
  private readonly seen = new Map<CaseId, CaseDetail>();
  private readonly underWay = new Map<CaseId, Promise<CaseDetail>>();

  constructor(client: Pick<EngineClient, 'review'>, workingSet: WorkingSet) {
    this.client = client;
    this.workingSet = workingSet;
  }

  /**
   * The case, from the shelf where it agrees with the list.
   * @param row what the list says about it; null where the case is not on the list
   */
  async take(id: CaseId, row: CaseSummary | null): Promise<CaseDetail> {
    const detail = this.glance(id, row) ?? (await this.workingSet.case(id));
    if (detail === undefined || (row !== null && !isCurrent(detail, row))) return this.fetch(id);
    this.see(detail);
    return detail;
  }

  /** The case if it can be shown at once, without waiting for anything. */
  glance(id: CaseId, row: CaseSummary | null): CaseDetail | null {
    const detail = this.seen.get(id);
    return detail && (row === null || isCurrent(detail, row)) ? detail : null;
  }

  async put(detail: CaseDetail): Promise<void> {
    this.see(detail);
    await this.workingSet.keepCases([detail]);
  }

  /** The case as the engine has it now. */
  fetch(id: CaseId): Promise<CaseDetail> {
    const running = this.underWay.get(id);
    if (running) return running;
    const fetching: Promise<CaseDetail> = this.client.review.case({ id }).then(async (detail) => {
      // The case changed while this answer was on its way, so the answer may be out of date.
      if (this.underWay.get(id) !== fetching) return this.fetch(id);
      await this.put(detail);
      return detail;
    });
    this.underWay.set(id, fetching);
    const arrived = () => {
      if (this.underWay.get(id) === fetching) this.underWay.delete(id);
    };
    void fetching.then(arrived, arrived);
    return fetching;
  }

  /** Puts the cases of these rows on the shelf, one after the other, unless they are there already. */
  async prefetch(rows: readonly CaseSummary[]): Promise<void> {
    const atHand = await this.workingSet.casesAtHand(rows.map((row) => row.id));
    for (const [index, row] of rows.entries()) {
      const detail = atHand[index];
      if (detail && isCurrent(detail, row)) {
        this.see(detail);
        continue;
      }
      try {
        await this.fetch(row.id);
      } catch {
        return; // Prefetching is only a convenience: opening the case will report the failure.
      }
    }
  }

  /** Drops these cases, or all, from the shelf and from answers on their way, because the engine has changed them. */
  async forget(ids?: readonly CaseId[]): Promise<void> {
    for (const id of ids ?? [...this.seen.keys()]) this.seen.delete(id);
    for (const id of ids ?? [...this.underWay.keys()]) this.underWay.delete(id);
    await this.workingSet.forgetCases(ids);
  }

  private see(detail: CaseDetail): void {
    const { id } = detail.summary;
    this.seen.delete(id);
    this.seen.set(id, detail);
    const oldest = this.seen.keys().next().value;
    if (this.seen.size > SEEN && oldest !== undefined) this.seen.delete(oldest);
  }
}
