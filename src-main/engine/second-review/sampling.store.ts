import { SamplingPeriod } from '../../../shared/domain/second-review.ts';
import type { Database, SqlRow } from '../storage/database.ts';
import { damaged } from '../storage/failure.ts';

export interface StoredPeriod {
  period: SamplingPeriod;
  /** SHA-256 of the seed, hexadecimal. */
  commitment: string;
  /** Hexadecimal; null until the period is closed, and where the seed was lost. */
  seed: string | null;
  closedAt: string | null;
}

/** The seed of a period, sealed to a supervisor whose signing key is `publicKey`. */
export interface StoredSeal {
  person: string;
  publicKey: string;
  ephemeral: string;
  nonce: string;
  box: string;
}

/** `withdrawn`: taken back or replaced before the draw. */
export const DRAW_STATES = ['undrawn', 'drawn', 'passed', 'withdrawn'] as const;
export type DrawState = (typeof DRAW_STATES)[number];

export interface StoredDraw {
  assessment: string;
  rate: number;
  state: DrawState;
}

/** The sealed seeds of the draws, and what was drawn by them. */
export class SamplingStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  periods(): StoredPeriod[] {
    return this.#db
      .prepare('SELECT period, commitment, seed, closed_at FROM sampling_periods ORDER BY period')
      .all()
      .map(toPeriod);
  }

  /** The period that is open; null where there is none. */
  open(): StoredPeriod | null {
    const row = this.#db
      .prepare(
        `SELECT period, commitment, seed, closed_at FROM sampling_periods WHERE closed_at IS NULL
         ORDER BY period LIMIT 1`,
      )
      .get();
    return row ? toPeriod(row) : null;
  }

  /** The months to which assessments belong, also those in which no seed was needed. */
  months(): SamplingPeriod[] {
    return this.#db
      .prepare(
        'SELECT period FROM sampling_periods UNION SELECT DISTINCT period FROM sampling_draws ORDER BY 1',
      )
      .all()
      .map((row) => SamplingPeriod.parse(row.period));
  }

  insertPeriod(period: SamplingPeriod, commitment: string, at: string): void {
    this.#db
      .prepare('INSERT INTO sampling_periods (period, commitment, opened_at) VALUES (?, ?, ?)')
      .run([period, commitment, at]);
  }

  close(period: SamplingPeriod, seed: string | null, at: string): void {
    this.#db
      .prepare('UPDATE sampling_periods SET closed_at = ?, seed = ? WHERE period = ?')
      .run([at, seed, period]);
  }

  putSeals(period: SamplingPeriod, seals: readonly StoredSeal[]): void {
    const put = this.#db.prepare(
      `INSERT INTO sampling_seals (period, person_id, public_key, ephemeral, nonce, box) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT (period, public_key) DO UPDATE SET person_id = excluded.person_id,
         ephemeral = excluded.ephemeral, nonce = excluded.nonce, box = excluded.box`,
    );
    for (const { person, publicKey, ephemeral, nonce, box } of seals)
      put.run([period, person, publicKey, ephemeral, nonce, box]);
  }

  seals(period: SamplingPeriod): StoredSeal[] {
    return this.#db
      .prepare(
        `SELECT person_id, public_key, ephemeral, nonce, box FROM sampling_seals WHERE period = ?
         ORDER BY person_id, public_key`,
      )
      .all([period])
      .map((row) => ({
        person: String(row.person_id),
        publicKey: String(row.public_key),
        ephemeral: String(row.ephemeral),
        nonce: String(row.nonce),
        box: String(row.box),
      }));
  }

  insertDraw(period: SamplingPeriod, { assessment, rate, state }: StoredDraw): void {
    this.#db
      .prepare('INSERT INTO sampling_draws (assessment_id, period, rate, state) VALUES (?, ?, ?, ?)')
      .run([assessment, period, rate, state]);
  }

  /** @throws Failure INTEGRITY where the assessment does not wait for the draw of this period */
  draw(period: SamplingPeriod, assessment: string, state: 'drawn' | 'passed'): void {
    const { changes } = this.#db
      .prepare(
        `UPDATE sampling_draws SET state = ? WHERE assessment_id = ? AND period = ? AND state = 'undrawn'`,
      )
      .run([state, assessment, period]);
    if (changes === 0) throw damaged({ problem: 'second-review-without-case', review: assessment });
  }

  /** Takes an assessment that no longer stands out of the draw, where it was not made yet. */
  withdraw(assessment: string): void {
    this.#db
      .prepare("UPDATE sampling_draws SET state = 'withdrawn' WHERE assessment_id = ? AND state = 'undrawn'")
      .run([assessment]);
  }

  /** The rate at which an assessment waits for the draw; null where it does not. */
  undrawnRateOf(assessment: string): number | null {
    const row = this.#db
      .prepare("SELECT rate FROM sampling_draws WHERE assessment_id = ? AND state = 'undrawn'")
      .get([assessment]);
    return row ? Number(row.rate) : null;
  }

  /** The first that wait for the draw. */
  undrawn(period: SamplingPeriod, limit: number): StoredDraw[] {
    return this.#db
      .prepare(
        `SELECT assessment_id, rate, state FROM sampling_draws WHERE period = ? AND state = 'undrawn'
         ORDER BY assessment_id LIMIT +?`,
      )
      .all([period, limit])
      .map(toDraw);
  }

  countUndrawn(from: SamplingPeriod, to: SamplingPeriod): number {
    const row = this.#db
      .prepare(
        "SELECT count(*) AS n FROM sampling_draws WHERE state = 'undrawn' AND period >= ? AND period <= ?",
      )
      .get([from, to]);
    return Number(row?.n ?? 0);
  }

  draws(period: SamplingPeriod): StoredDraw[] {
    return this.#db
      .prepare(
        `SELECT assessment_id, rate, state FROM sampling_draws WHERE period = ? AND state <> 'withdrawn'
         ORDER BY assessment_id`,
      )
      .all([period])
      .map(toDraw);
  }
}

function toDraw(row: { [column: string]: unknown }): StoredDraw {
  const state = DRAW_STATES.find((each) => each === row.state);
  if (state === undefined) throw new Error(`a draw is ${String(row.state)}`);
  return { assessment: String(row.assessment_id), rate: Number(row.rate), state };
}

const toPeriod = (row: SqlRow): StoredPeriod => ({
  period: SamplingPeriod.parse(row.period),
  commitment: String(row.commitment),
  seed: row.seed === null ? null : String(row.seed),
  closedAt: row.closed_at === null ? null : String(row.closed_at),
});
