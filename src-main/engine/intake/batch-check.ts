import type { Entry } from '../../../shared/ledger/entry.ts';
import type { Fault } from '../../../shared/ledger/fault.ts';
import { type EntryKind, readData } from '../../../shared/ledger/kinds/all-kinds.ts';
import type { RecordCheck } from '../session/record-check.ts';
import type { BatchStore } from './batch.store.ts';
import { RowsRoot } from './rows-root.ts';

/**
 * Compares the rows of imported files with the root that was signed over them last, at their import or when texts of them
 * were erased: reports are made from these rows.
 */
export class BatchCheck implements RecordCheck {
  readonly kinds: readonly EntryKind[] = ['intake.imported', 'enclosures.erased'];
  readonly #batches: BatchStore;
  readonly #roots = new Map<string, string>();

  constructor(batches: BatchStore) {
    this.#batches = batches;
  }

  take({ kind, data }: Entry): Fault[] {
    if (kind === 'enclosures.erased') {
      for (const { batch, rowsRoot } of readData(kind, data)?.batches ?? []) this.#roots.set(batch, rowsRoot);
      return [];
    }
    const said = readData('intake.imported', data);
    if (said === null) return [{ code: 'import-unsaid' }];
    this.#roots.set(said.batch, said.rowsRoot);
    return [];
  }

  end(): Fault[] {
    return [];
  }

  *inPieces(): Generator<Fault[]> {
    for (const [batch, root] of this.#roots) {
      const rows = new RowsRoot();
      for (const piece of this.#batches.pieces(batch)) {
        for (const row of piece) rows.add(row);
        yield [];
      }
      if (rows.text !== root) yield [{ code: 'imported-rows-differ', batch }];
    }
  }
}
