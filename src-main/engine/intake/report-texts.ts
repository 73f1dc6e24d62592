import { BatchId } from '../../../shared/domain/ids.ts';
import type { ReadOf } from '../../../shared/ledger/kinds/all-kinds.ts';
import type { BatchStore } from './batch.store.ts';
import type { ReportsOf, ReportTextStore } from './report-texts.store.ts';
import { RowsRoot } from './rows-root.ts';
import { withoutTexts } from './without-texts.ts';

/** The texts of reports, as other rooms have them counted and erased. */
export class ReportTexts {
  readonly #store: ReportTextStore;
  readonly #batches: BatchStore;

  constructor(store: ReportTextStore, batches: BatchStore) {
    this.#store = store;
    this.#batches = batches;
  }

  /** How many reports of these have texts. */
  count(chosen: ReportsOf): number {
    return this.#store.count(chosen);
  }

  /** Every report about more than one case, with these. */
  aboutSeveral(): ReadonlyMap<string, readonly string[]> {
    return this.#store.aboutSeveral();
  }

  /** The files of these reports, with the root over the rows of each as they are once the texts are erased. */
  rootsWithout(chosen: ReportsOf): ReadOf<'enclosures.erased'>['batches'] {
    return [...this.#store.places(chosen)].map(([batch, rows]) => {
      const root = new RowsRoot();
      for (const piece of this.#batches.pieces(batch))
        for (const row of withoutTexts(piece, rows)) root.add(row);
      return { batch: BatchId.parse(batch), rowsRoot: root.text };
    });
  }

  /** Erases them in rows and in the rows of files. Inside a transaction. */
  erase(chosen: ReportsOf, at: string, entry: number): void {
    for (const [batch, rows] of this.#store.places(chosen)) this.#store.eraseRows(batch, rows);
    this.#store.erase(chosen);
    this.#store.noteErased(chosen.cases, at, entry);
  }

  erased(caseId: string): { at: string; entry: number } | null {
    return this.#store.erased(caseId);
  }
}
