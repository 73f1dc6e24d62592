import { ReportId } from '../../../shared/domain/ids.ts';
import type { Protocol } from '../../../shared/domain/protocol.ts';
import type { ReportInput } from '../../../shared/domain/report.ts';
import type { CaseBook, Joined } from '../cases/case-book.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { ReportStore } from './report.store.ts';

/** Stores reports and gives their subjects to cases. Always called inside a transaction. */
export class ReportBook {
  readonly #store: ReportStore;
  readonly #cases: CaseBook;
  readonly #ledger: Ledger;
  readonly #protocol: Protocol;
  readonly #newId: () => string;

  constructor(store: ReportStore, cases: CaseBook, ledger: Ledger, protocol: Protocol, newId: () => string) {
    this.#store = store;
    this.#cases = cases;
    this.#ledger = ledger;
    this.#protocol = protocol;
    this.#newId = newId;
  }

  /** @param place the batch and row it came from; null for a report typed in */
  add(
    report: ReportInput,
    takenInAt: string,
    place: { batch: string; row: number } | null,
  ): { id: ReportId; cases: Pick<Joined, 'id' | 'isNew' | 'isReopened' | 'apart'>[] } {
    const id = ReportId.parse(this.#newId());
    this.#store.insert({ id, batch: place?.batch ?? null, row: place?.row ?? null, takenInAt, report });
    const trusted = this.#protocol.policy.trustedChannels.includes(report.channel);
    const cases = report.subjects.map((subject, number) => {
      const origin = { reportId: id, number, receivedAt: report.receivedAt, takenInAt, trusted };
      const joined = this.#cases.join(subject, origin);
      for (const merged of joined.merged) {
        this.#ledger.byDevice('case.merged', { case: merged, into: joined.id, report: id });
      }
      return { id: joined.id, isNew: joined.isNew, isReopened: joined.isReopened, apart: joined.apart };
    });
    return { id, cases };
  }
}
