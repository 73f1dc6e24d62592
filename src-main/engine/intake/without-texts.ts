import type { ReportInput } from '../../../shared/domain/report.ts';
import type { StagedRows } from './batch.store.ts';

/** A report without what its reporter wrote and who they are. */
export function withoutTextsOf({ narrative: _, reporter: __, ...report }: ReportInput): ReportInput {
  return report;
}

/** The rows of a file, some of them without texts. */
export const withoutTexts = (staged: readonly StagedRows[], rows: ReadonlySet<number>): StagedRows[] =>
  staged.map(({ row, report }) => ({ row, report: rows.has(row) ? withoutTextsOf(report) : report }));
