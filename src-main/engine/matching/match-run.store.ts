import type { Database } from '../storage/database.ts';

/** How far the run over all cases has come. */
export interface MatchRun {
  id: string;
  /** The last case that was matched. */
  after: string;
  done: number;
  total: number;
  /** Cases with matches so far, and the matches found in them. */
  matched: number;
  matches: number;
}

/** The run over all cases, and the state of the lists when the last one began. */
export class MatchRunStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** Everything about lists that affects their answers, as one text. */
  listsNow(): string {
    const rows = this.#db
      .prepare(`SELECT id, newest, meaning, trust, pdq_distance FROM lists_that_answer ORDER BY id`)
      .all();
    return JSON.stringify(rows.map((row) => Object.values(row)));
  }

  listsThen(): string {
    return String(this.#db.prepare('SELECT lists FROM match_run').get()?.lists);
  }

  begin(run: string, lists: string, total: number): void {
    this.#db
      .prepare(
        `UPDATE match_run SET run = ?, lists = ?, total = ?, after_case = '', done = 0, matched = 0, matches = 0`,
      )
      .run([run, lists, total]);
  }

  /** The run in progress, or null. */
  present(): MatchRun | null {
    const row = this.#db.prepare('SELECT * FROM match_run WHERE run IS NOT NULL').get();
    if (!row) return null;
    return {
      id: String(row.run),
      after: String(row.after_case),
      done: Number(row.done),
      total: Number(row.total),
      matched: Number(row.matched),
      matches: Number(row.matches),
    };
  }

  advance({ after, done, matched, matches }: MatchRun): void {
    this.#db
      .prepare('UPDATE match_run SET after_case = ?, done = ?, matched = ?, matches = ?')
      .run([after, done, matched, matches]);
  }

  end(): void {
    this.#db.prepare('UPDATE match_run SET run = NULL').run();
  }
}
