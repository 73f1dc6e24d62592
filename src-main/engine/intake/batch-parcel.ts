import { z } from 'zod';
import { ReportInput } from '../../../shared/domain/report.ts';
import type { BatchStore, RowsPiece } from './batch.store.ts';
import { RowsRoot, rowText } from './rows-root.ts';

/** A few hundred rows of an imported file, as they are stored. */
export interface BatchPiece {
  number: number;
  /** How many rows. */
  count: number;
  /** JSON. */
  text: string;
}

/** The rows of a file as they travel to the other seats of a hotline. */
export interface BatchParcel {
  has(batch: string): boolean;
  pieces(batch: string): Iterable<BatchPiece>;
  /**
   * Stores the rows of a file that another seat took in.
   * @param rowsRoot what its entry says about them
   * @returns whether they are those; if not, nothing is stored
   */
  put(batch: string, rowsRoot: string, pieces: readonly BatchPiece[]): boolean;
}

const Rows = z.array(z.strictObject({ row: z.int(), report: ReportInput }));

export const batchParcel = (batches: BatchStore): BatchParcel => ({
  has: (batch) => batches.countRows(batch) > 0,
  pieces: (batch) => batches.texts(batch),
  put: (batch, rowsRoot, pieces) => {
    const root = new RowsRoot();
    const checked: ({ number: number } & RowsPiece)[] = [];
    for (const { number, text } of pieces) {
      const rows = readRows(text);
      if (rows === null) return false;
      const texts = rows.map(rowText);
      for (const text of texts) root.addText(text);
      checked.push({ number, count: texts.length, text: `[${texts.join(',')}]` });
    }
    if (root.text !== rowsRoot) return false;
    batches.transaction(() => {
      for (const { number, ...piece } of checked) batches.stage(batch, number, piece);
    });
    return true;
  },
});

function readRows(text: string): z.infer<typeof Rows> | null {
  try {
    return Rows.parse(JSON.parse(text));
  } catch {
    return null;
  }
}
