import type { ReportInput } from '../../../shared/domain/report.ts';
import { canonicalText } from '../../../shared/ledger/canonical-json.ts';
import { parseEntry } from '../../../shared/ledger/entry.ts';
import { KINDS, readData } from '../../../shared/ledger/kinds/all-kinds.ts';
import type { StoredEntry } from '../ledger/stored-entry.ts';
import type { StoredRecord } from '../ledger/stored-record.ts';

export interface ReportExportParts {
  store: StoredRecord;
  batches: { pieces(batch: string): Iterable<readonly { report: ReportInput }[]> };
}

/** What was exported, so far. */
export interface ExportedReports {
  lines: string[];
  /** Typed reports of which nothing is left, because their texts were erased. */
  erased: number;
}

/**
 * All reports of the vault in the order of its record, as `hashline-report/1` lines
 * (assets/schemas/hashline-report-1.schema.json): another vault takes them in as any file of reports. Of rows of files
 * whose texts were erased the rest is there.
 */
export function* exportReports({ store, batches }: ReportExportParts): Generator<ExportedReports> {
  const kinds = ['intake.imported', 'intake.reported'];
  for (const page of store.search.pages({ kinds }, 0, store.frontier().size))
    for (const entry of page) yield* reportsOf(entry, { store, batches });
}

function* reportsOf(stored: StoredEntry, { store, batches }: ReportExportParts): Generator<ExportedReports> {
  const entry = parseEntry(stored.line);
  if (entry?.kind === 'intake.imported') {
    const said = readData('intake.imported', entry.data);
    if (said === null) return;
    for (const rows of batches.pieces(said.batch))
      yield { lines: rows.map(({ report }) => lineOf(report)), erased: 0 };
    return;
  }
  const kept = store.enclosureAt(stored.seq);
  const read =
    kept === null ? null : KINDS['intake.reported'].enclosure?.safeParse(JSON.parse(kept.text)).data;
  yield read ? { lines: [lineOf(read.report)], erased: 0 } : { lines: [], erased: 1 };
}

const lineOf = (report: object): string => canonicalText({ format: 'hashline-report/1', ...report });
