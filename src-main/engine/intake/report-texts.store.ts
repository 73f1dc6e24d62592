import type { Database } from '../storage/database.ts';
import type { StagedRows } from './batch.store.ts';
import { withoutTexts } from './without-texts.ts';

/** Reports of some cases, without those that stay as they are. */
export interface ReportsOf {
  cases: readonly string[];
  kept: readonly string[];
}

const CHOSEN = `SELECT r.id FROM reports r WHERE r.id IN (
    SELECT s.report_id FROM case_sightings s WHERE s.case_id IN (SELECT value FROM json_each(:cases)))
  AND r.id NOT IN (SELECT value FROM json_each(:kept))`;

const bound = ({ cases, kept }: ReportsOf) => ({
  cases: JSON.stringify(cases),
  kept: JSON.stringify(kept),
});

/** The texts of reports: what reporters wrote, and who they are. */
export class ReportTextStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** How many reports have texts. */
  count(chosen: ReportsOf): number {
    const row = this.#db
      .prepare(
        `SELECT count(*) AS n FROM reports WHERE id IN (${CHOSEN}) AND (narrative IS NOT NULL OR reporter IS NOT NULL)`,
      )
      .get(bound(chosen));
    return Number(row?.n ?? 0);
  }

  /** The rows of files that these reports were, by file. */
  places(chosen: ReportsOf): Map<string, Set<number>> {
    const places = new Map<string, Set<number>>();
    const rows = this.#db
      .prepare(
        `SELECT batch, row FROM reports WHERE id IN (${CHOSEN}) AND batch IS NOT NULL ORDER BY batch, row`,
      )
      .all(bound(chosen));
    for (const { batch, row } of rows)
      places.set(String(batch), (places.get(String(batch)) ?? new Set()).add(Number(row)));
    return places;
  }

  /** Every report about more than one case, with these. */
  aboutSeveral(): Map<string, string[]> {
    const found = new Map<string, string[]>();
    const rows = this.#db
      .prepare(
        `SELECT DISTINCT report_id, case_id FROM case_sightings
         WHERE report_id IN (SELECT report_id FROM case_sightings WHERE number > 0)`,
      )
      .all();
    for (const { report_id, case_id } of rows)
      found.set(String(report_id), [...(found.get(String(report_id)) ?? []), String(case_id)]);
    return found;
  }

  erase(chosen: ReportsOf): void {
    this.#db
      .prepare(`UPDATE reports SET reporter = NULL, narrative = NULL WHERE id IN (${CHOSEN})`)
      .run(bound(chosen));
  }

  /** Erases the texts of some rows of a file as they were read. */
  eraseRows(batch: string, rows: ReadonlySet<number>): void {
    const pieces = this.#db.prepare('SELECT number, rows FROM batch_rows WHERE batch = ?').all([batch]);
    const change = this.#db.prepare('UPDATE batch_rows SET rows = ? WHERE batch = ? AND number = ?');
    for (const { number, rows: text } of pieces) {
      const staged = JSON.parse(String(text)) as StagedRows[];
      if (!staged.some(({ row }) => rows.has(row))) continue;
      change.run([JSON.stringify(withoutTexts(staged, rows)), batch, Number(number)]);
    }
  }

  noteErased(cases: readonly string[], at: string, entry: number): void {
    const insert = this.#db.prepare(
      `INSERT INTO erased_cases (case_id, erased_at, entry) VALUES (?, ?, ?)
       ON CONFLICT (case_id) DO UPDATE SET erased_at = excluded.erased_at, entry = excluded.entry`,
    );
    for (const id of cases) insert.run([id, at, entry]);
  }

  /** When the texts of a case were erased last, and by which entry; null where they never were. */
  erased(caseId: string): { at: string; entry: number } | null {
    const row = this.#db.prepare('SELECT erased_at, entry FROM erased_cases WHERE case_id = ?').get([caseId]);
    return row ? { at: String(row.erased_at), entry: Number(row.entry) } : null;
  }
}
