import type { Entry } from '../../../shared/ledger/entry.ts';
import { type EntryKind, readData } from '../../../shared/ledger/kinds/all-kinds.ts';
import type { RecordCheck } from '../session/record-check.ts';
import type { BatchStore } from './batch.store.ts';
import { RowsRoot } from './rows-root.ts';

/** Compares the rows of imported files with the root that was signed over them: reports are made from these rows. */
export class BatchCheck implements RecordCheck {
  readonly kinds: readonly EntryKind[] = ['intake.imported'];
  readonly #batches: BatchStore;
  readonly #roots = new Map<string, string>();

  constructor(batches: BatchStore) {
    this.#batches = batches;
  }

  take({ data }: Entry): string[] {
    const said = readData('intake.imported', data);
    if (said === null) return ['does not say which file was imported'];
    this.#roots.set(said.batch, said.rowsRoot);
    return [];
  }

  end(): string[] {
    return [];
  }

  *inPieces(): Generator<string[]> {
    for (const [batch, root] of this.#roots) {
      const rows = new RowsRoot();
      for (const piece of this.#batches.pieces(batch)) {
        for (const row of piece) rows.add(row);
        yield [];
      }
      if (rows.text !== root) yield [`the file of the import ${batch} has other rows than were signed`];
    }
  }
}
