import { DEFAULT_PREFERENCES, Preferences } from '../../../shared/domain/preferences.ts';
import type { Stint } from '../../../shared/domain/rest.ts';
import type { Database } from '../storage/database.ts';

/** What is kept for a person alone: their preferences, how often they asked for lighter work, and their time since a rest. */
export class OwnStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  preferences(person: string): Preferences {
    const row = this.#db.prepare('SELECT body FROM preferences WHERE person_id = ?').get([person]);
    return row === undefined ? DEFAULT_PREFERENCES : Preferences.parse(JSON.parse(String(row.body)));
  }

  prefer(person: string, preferences: Preferences): void {
    this.#db
      .prepare(
        `INSERT INTO preferences (person_id, body) VALUES (?, ?)
         ON CONFLICT (person_id) DO UPDATE SET body = excluded.body`,
      )
      .run([person, JSON.stringify(preferences)]);
  }

  countLighter(person: string, day: string): void {
    this.#db
      .prepare(
        `INSERT INTO lighter_taken (person_id, day, n) VALUES (?, ?, 1)
         ON CONFLICT (person_id, day) DO UPDATE SET n = n + 1`,
      )
      .run([person, day]);
  }

  /** How often from one day until before another. */
  lighter(person: string, { from, to }: { from: string; to: string }): number {
    const row = this.#db
      .prepare('SELECT sum(n) AS n FROM lighter_taken WHERE person_id = ? AND day >= ? AND day < ?')
      .get([person, from, to]);
    return Number(row?.n ?? 0);
  }

  stint(person: string): Stint | null {
    const row = this.#db.prepare('SELECT * FROM duty_stint WHERE person_id = ?').get([person]);
    if (row === undefined) return null;
    const restUntilMs = row.rest_until_ms === null ? null : Number(row.rest_until_ms);
    return { workedMs: Number(row.worked_ms), seenAtMs: Number(row.seen_at_ms), restUntilMs };
  }

  /** Nobody waits for the disk: the next command makes it durable. */
  putStint(person: string, { workedMs, seenAtMs, restUntilMs }: Stint): void {
    const values = [person, Math.round(workedMs), Math.round(seenAtMs), restUntilMs];
    this.#db.provisional(() =>
      this.#db
        .prepare(
          `INSERT INTO duty_stint (person_id, worked_ms, seen_at_ms, rest_until_ms) VALUES (?, ?, ?, ?)
           ON CONFLICT (person_id) DO UPDATE SET worked_ms = excluded.worked_ms,
           seen_at_ms = excluded.seen_at_ms, rest_until_ms = excluded.rest_until_ms`,
        )
        .run(values),
    );
  }
}
