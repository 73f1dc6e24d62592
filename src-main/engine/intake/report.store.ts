import { Sighting } from '../../../shared/contract/review.contract.ts';
import { CountryCode } from '../../../shared/domain/country.ts';
import type { Channel, ReportInput } from '../../../shared/domain/report.ts';
import type { ReportChannels } from '../cases/report-channels.ts';
import type { Database, SqlRow } from '../storage/database.ts';
import type { Reports } from './reports.ts';

export interface NewReport {
  id: string;
  batch: string | null;
  row: number | null;
  takenInAt: string;
  report: ReportInput;
}

/** Reports that were imported in files or typed in. */
export class ReportStore implements Reports, ReportChannels {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  insert({ id, batch, row, takenInAt, report }: NewReport): void {
    this.#db
      .prepare(
        `INSERT INTO reports (id, batch, row, taken_in_at, received_at, channel, source, reference, reporter, narrative, intensity)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      )
      .run([
        id,
        batch,
        row,
        takenInAt,
        report.receivedAt,
        report.channel,
        report.source ?? null,
        report.reference ?? null,
        report.reporter ?? null,
        report.narrative ?? null,
        report.intensity ?? null,
      ]);
  }

  sightings(caseId: string, limit: number, before = Number.MAX_SAFE_INTEGER): Sighting[] {
    return this.#db
      .prepare(
        `SELECT s.line, r.id AS report, r.received_at, r.channel, r.source, r.reference, r.narrative IS NOT NULL AS has_narrative, r.intensity,
         s.subject, s.referrer, s.site_type, s.hosting_country FROM case_sightings s JOIN reports r ON r.id = s.report_id
         WHERE s.case_id = ? AND s.line < ? ORDER BY s.line DESC LIMIT +?`,
      )
      .all([caseId, before, limit])
      .map(toSighting);
  }

  hostings(caseId: string): { country: CountryCode | null; sightings: number }[] {
    return this.#db
      .prepare(
        `SELECT hosting_country, count(*) AS n FROM case_sightings WHERE case_id = ?
         GROUP BY hosting_country ORDER BY n DESC, hosting_country`,
      )
      .all([caseId])
      .map(({ hosting_country, n }) => ({
        country: CountryCode.nullable().parse(hosting_country),
        sightings: Number(n),
      }));
  }

  narrative(caseId: string, reportId: string): string | null {
    const row = this.#db
      .prepare(
        `SELECT r.narrative FROM reports r WHERE r.id = ?
         AND EXISTS (SELECT 1 FROM case_sightings s WHERE s.report_id = r.id AND s.case_id = ?)`,
      )
      .get([reportId, caseId]);
    return typeof row?.narrative === 'string' ? row.narrative : null;
  }

  cameThrough(caseId: string, channels: readonly string[]): boolean {
    const row = this.#db
      .prepare(
        `SELECT 1 FROM case_sightings s JOIN reports r ON r.id = s.report_id
         WHERE s.case_id = ? AND r.channel IN (SELECT value FROM json_each(?)) LIMIT 1`,
      )
      .get([caseId, JSON.stringify(channels)]);
    return row !== undefined;
  }

  references(caseId: string, channel: string): string[] {
    return this.#db
      .prepare(
        `SELECT DISTINCT r.reference, r.id FROM case_sightings s JOIN reports r ON r.id = s.report_id
         WHERE s.case_id = ? AND r.channel = ? AND r.reference IS NOT NULL ORDER BY r.id DESC`,
      )
      .all([caseId, channel])
      .map((row) => String(row.reference));
  }

  isKnown(channel: Channel, reference: string): boolean {
    return (
      this.#db
        .prepare('SELECT 1 FROM reports WHERE reference = ? AND channel = ?')
        .get([reference, channel]) !== undefined
    );
  }

  bringing(cases: readonly string[]): string[] {
    const marks = cases.map(() => '?').join(', ');
    return this.#db
      .prepare(
        `SELECT DISTINCT r.batch FROM case_sightings s JOIN reports r ON r.id = s.report_id
         WHERE s.case_id IN (${marks}) AND r.batch IS NOT NULL`,
      )
      .all([...cases])
      .map((row) => String(row.batch));
  }
}

/** A sighting row joined with its report, in the form of the contract. */
const toSighting = (row: SqlRow): Sighting =>
  Sighting.parse({
    report: row.report,
    number: row.line,
    receivedAt: row.received_at,
    channel: row.channel,
    source: row.source,
    reference: row.reference,
    hasNarrative: row.has_narrative === 1,
    intensity: row.intensity,
    subject: row.subject,
    referrer: row.referrer,
    siteType: row.site_type,
    hosting: row.hosting_country,
  });
