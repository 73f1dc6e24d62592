import { ReportId } from '../../../shared/domain/ids.ts';
import type { Protocol } from '../../../shared/domain/protocol.ts';
import type { ReportInput } from '../../../shared/domain/report.ts';
import type { CaseBook, Joined } from '../cases/case-book.ts';
import type { Session } from '../session/session.ts';
import type { ReportStore } from './report.store.ts';

/** Stores reports and adds their subjects to cases. Always called inside a transaction. */
export class ReportBook {
  readonly #store: ReportStore;
  readonly #cases: CaseBook;
  readonly #protocol: Protocol;
  readonly #session: Session;

  constructor(store: ReportStore, cases: CaseBook, protocol: Protocol, session: Session) {
    this.#store = store;
    this.#cases = cases;
    this.#protocol = protocol;
    this.#session = session;
  }

  /** @param place the batch and row it came from; null for a report that was typed in */
  add(
    report: ReportInput,
    takenInAt: string,
    place: { batch: string; row: number } | null,
  ): { id: ReportId; cases: Pick<Joined, 'id' | 'isNew' | 'isReopened' | 'apart'>[] } {
    const id = ReportId.parse(this.#session.newId());
    this.#store.insert({ id, batch: place?.batch ?? null, row: place?.row ?? null, takenInAt, report });
    const trusted = this.#protocol.policy.trustedChannels.includes(report.channel);
    const cases = report.subjects.map((subject, number) => {
      const origin = { reportId: id, number, receivedAt: report.receivedAt, takenInAt, trusted };
      const joined = this.#cases.join(subject, origin);
      for (const merged of joined.merged) {
        this.#session.byDevice('case.merged', { case: merged, into: joined.id, report: id });
      }
      return { id: joined.id, isNew: joined.isNew, isReopened: joined.isReopened, apart: joined.apart };
    });
    return { id, cases };
  }
}
