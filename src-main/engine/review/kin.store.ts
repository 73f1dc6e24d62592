import { KinDecision } from '../../../shared/contract/together.contract.ts';
import { CaseState, SubjectKind } from '../../../shared/domain/case.ts';
import { CountryCode } from '../../../shared/domain/country.ts';
import { CaseId } from '../../../shared/domain/ids.ts';
import type { Database, SqlRow } from '../storage/database.ts';

/** A case that is kin to another one. */
export interface KinRow {
  id: CaseId;
  kind: SubjectKind;
  subject: string;
  state: CaseState;
  hosting: CountryCode | null;
  takenInAt: string;
}

const CASE = 'c.id, c.kind, c.subject, c.state, c.hosting_country, c.taken_in_at';

/** Cases by what they share, read by indexes that other work needs anyhow: kin have none of their own. */
export class KinStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** Cases one of whose keys begins so, with that key, in the order of the keys. */
  withKeysFrom(beginning: string, limit: number): (KinRow & { key: string })[] {
    return this.#db
      .prepare(
        `SELECT k.key, ${CASE} FROM case_identities k CROSS JOIN cases_in_full c ON c.id = k.case_id
         WHERE k.key >= ? AND k.key < ? AND c.state <> 'merged' ORDER BY k.key LIMIT +?`,
      )
      .all([beginning, `${beginning}\u007f`, limit])
      .map((row) => ({ ...rowOf(row), key: String(row.key) }));
  }

  /** Those of these cases that are not part of another one. */
  called(ids: readonly string[]): KinRow[] {
    return this.#db
      .prepare(
        `SELECT ${CASE} FROM json_each(?) named CROSS JOIN cases_in_full c ON c.id = named.value
         WHERE c.state <> 'merged'`,
      )
      .all([JSON.stringify(ids)])
      .map(rowOf);
  }

  /** The last reports of a case: where each sighting stands, and the number of its file. */
  reports(caseId: string, limit: number): { report: string; line: number; batch: number | null }[] {
    return this.#db
      .prepare(
        `SELECT s.report_id, s.line, b.number AS batch FROM case_sightings s
         LEFT JOIN report_origins r ON r.id = s.report_id LEFT JOIN batch_files b ON b.id = r.batch
         WHERE s.case_id = ? ORDER BY s.line DESC LIMIT +?`,
      )
      .all([caseId, limit])
      .map((row) => ({
        report: String(row.report_id),
        line: Number(row.line),
        batch: row.batch === null ? null : Number(row.batch),
      }));
  }

  casesOfReport(report: string, limit: number): string[] {
    return this.#db
      .prepare('SELECT case_id FROM case_sightings WHERE report_id = ? ORDER BY number LIMIT +?')
      .all([report, limit])
      .map((row) => String(row.case_id));
  }

  /** Cases of a file among the sightings around one: those of a file were stored one after the other. */
  casesOfBatch(batch: number, line: number, around: number): { case: string; line: number }[] {
    return this.#db
      .prepare(
        `SELECT s.case_id, s.line FROM case_sightings s JOIN report_origins r ON r.id = s.report_id
         WHERE s.line BETWEEN ? AND ? AND r.batch = (SELECT id FROM batch_files WHERE number = ?) ORDER BY s.line`,
      )
      .all([line - around, line + around, batch])
      .map((row) => ({ case: String(row.case_id), line: Number(row.line) }));
  }

  batchName(batch: number): string | null {
    const row = this.#db.prepare('SELECT file_name FROM batch_files WHERE number = ?').get([batch]);
    return row ? String(row.file_name) : null;
  }

  /** The decision on a case that stands; null where there is none. */
  decision(caseId: string): KinDecision | null {
    const row = this.#db
      .prepare(
        `SELECT a.id, a.assessed_at, a.person_id, p.name, a.judgement, a.route
         FROM assessments_made a JOIN person_names p ON p.id = a.person_id
         WHERE a.case_id = ? AND a.withdrawn_at IS NULL AND a.parallel_to IS NULL ORDER BY a.number DESC LIMIT 1`,
      )
      .get([caseId]);
    if (!row) return null;
    const judgement = JSON.parse(String(row.judgement)) as Record<string, unknown>;
    return KinDecision.parse({
      assessment: row.id,
      at: row.assessed_at,
      by: { id: row.person_id, name: row.name },
      legality: judgement.legality,
      classification: judgement.classification ?? null,
      route: JSON.parse(String(row.route)),
    });
  }
}

const rowOf = (row: SqlRow): KinRow => ({
  id: CaseId.parse(row.id),
  kind: SubjectKind.parse(row.kind),
  subject: String(row.subject),
  state: CaseState.parse(row.state),
  hosting: CountryCode.nullable().parse(row.hosting_country),
  takenInAt: String(row.taken_in_at),
});
