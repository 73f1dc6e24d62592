import { SamplingPeriod } from '../../../shared/domain/second-review.ts';
import type { Database } from '../storage/database.ts';

export interface StoredPeriod {
  period: SamplingPeriod;
  /** Hexadecimal. */
  seed: string;
  closedAt: string | null;
}

export interface StoredDraw {
  assessment: string;
  rate: number;
  drawn: boolean;
}

/** The seeds of the draws, and the assessments that were drawn. */
export class SamplingStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  periods(): StoredPeriod[] {
    return this.#db
      .prepare('SELECT period, seed, closed_at FROM sampling_periods ORDER BY period')
      .all()
      .map((row) => ({
        period: SamplingPeriod.parse(row.period),
        seed: String(row.seed),
        closedAt: row.closed_at === null ? null : String(row.closed_at),
      }));
  }

  insertPeriod(period: SamplingPeriod, seed: string, at: string): void {
    this.#db
      .prepare('INSERT INTO sampling_periods (period, seed, opened_at) VALUES (?, ?, ?)')
      .run([period, seed, at]);
  }

  close(period: SamplingPeriod, at: string): void {
    this.#db.prepare('UPDATE sampling_periods SET closed_at = ? WHERE period = ?').run([at, period]);
  }

  insertDraw(period: SamplingPeriod, { assessment, rate, drawn }: StoredDraw): void {
    this.#db
      .prepare('INSERT INTO sampling_draws (assessment_id, period, rate, drawn) VALUES (?, ?, ?, ?)')
      .run([assessment, period, rate, drawn ? 1 : 0]);
  }

  draws(period: SamplingPeriod): StoredDraw[] {
    return this.#db
      .prepare(
        'SELECT assessment_id, rate, drawn FROM sampling_draws WHERE period = ? ORDER BY assessment_id',
      )
      .all([period])
      .map((row) => ({
        assessment: String(row.assessment_id),
        rate: Number(row.rate),
        drawn: row.drawn === 1,
      }));
  }
}
