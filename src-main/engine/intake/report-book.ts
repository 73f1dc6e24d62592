import type { ReportId } from '../../../shared/domain/ids.ts';
import type { Protocol } from '../../../shared/domain/protocol.ts';
import type { ReportInput } from '../../../shared/domain/report.ts';
import type { CaseBook, Joined } from '../cases/case-book.ts';
import type { Follow } from '../session/acts.ts';
import type { ReportStore } from './report.store.ts';

/** Stores reports and adds their subjects to cases. Always called inside a transaction. */
export class ReportBook {
  readonly #store: ReportStore;
  readonly #cases: CaseBook;
  readonly #protocol: Protocol;

  constructor(store: ReportStore, cases: CaseBook, protocol: Protocol) {
    this.#store = store;
    this.#cases = cases;
    this.#protocol = protocol;
  }

  /** Adds many reports, which `work` does: cheaper than each by itself. */
  addMany<Result>(work: () => Result): Result {
    return this.#cases.joinMany(work);
  }

  /**
   * @param place the batch and row it came from; null for a report that was typed in
   * @param follow takes the entries that follow, about cases that were merged or wait again
   * @returns the cases its subjects were added to
   */
  add(
    id: ReportId,
    report: ReportInput,
    takenInAt: string,
    place: { batch: string; row: number } | null,
    follow: Follow,
  ): Pick<Joined, 'id' | 'isNew' | 'isReopened' | 'apart'>[] {
    this.#store.insert({ id, batch: place?.batch ?? null, row: place?.row ?? null, takenInAt, report });
    const { channel } = report;
    const trusted = this.#protocol.policy.trustedChannels.includes(channel);
    return report.subjects.map((subject, number) => {
      const origin = { reportId: id, number, receivedAt: report.receivedAt, takenInAt, trusted, channel };
      const { id: joined, isNew, isReopened, apart } = this.#cases.join(subject, origin, follow);
      return { id: joined, isNew, isReopened, apart };
    });
  }
}
