import type { Database } from '../storage/database.ts';

/** Commands already carried out. */
export class CommandStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  transaction<Result>(work: () => Result): Result {
    return this.#db.transaction(work);
  }

  /** The answer of a command, and the digest of its input. */
  find(command: string): { asked: string; answer: string } | null {
    const row = this.#db.prepare('SELECT asked, answer FROM commands WHERE id = ?').get([command]);
    return row ? { asked: String(row.asked), answer: String(row.answer) } : null;
  }

  /** Forgets commands carried out before a time, and those whose answer names any of these ids. */
  forget(before: string, naming: readonly string[]): void {
    this.#db
      .prepare(
        `DELETE FROM commands WHERE at < ?
         OR EXISTS (SELECT 1 FROM json_each(?) named WHERE instr(answer, named.value) > 0)`,
      )
      .run([before, JSON.stringify(naming)]);
  }

  remember(command: string, asked: string, answer: string, at: string): void {
    this.#db
      .prepare('INSERT INTO commands (id, asked, answer, at) VALUES (?, ?, ?, ?)')
      .run([command, asked, answer, at]);
  }
}
