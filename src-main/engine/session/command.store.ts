import type { Database } from '../storage/database.ts';

/** The milliseconds of a UUIDv7 until the year 2109, and how many commands have a place in each. */
const MILLISECONDS = 2 ** 42;
const PLACES = 2 ** 11;

/**
 * Where a command is looked for: from the beginning of its id, which in UUIDv7 is the time, so that new ones stand behind
 * older ones. Any other UUID has its place as well, only elsewhere.
 */
function placesOf(command: string): { first: number; next: number } {
  const milliseconds = Number.parseInt(command.replaceAll('-', '').slice(0, 12), 16) % MILLISECONDS;
  return { first: milliseconds * PLACES, next: (milliseconds + 1) * PLACES };
}

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
    const row = this.#db
      .prepare('SELECT asked, answer FROM commands WHERE place >= :first AND place < :next AND id = :command')
      .get({ ...placesOf(command), command });
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
    const { first, next } = placesOf(command);
    const last = this.#db
      .prepare('SELECT max(place) AS place FROM commands WHERE place >= ? AND place < ?')
      .get([first, next]);
    const place = last?.place == null ? first : Number(last.place) + 1;
    if (place === next) throw new RangeError(`${PLACES} commands have ids of one millisecond`);
    this.#db
      .prepare('INSERT INTO commands (place, id, asked, answer, at) VALUES (?, ?, ?, ?, ?)')
      .run([place, command, asked, answer, at]);
  }
}
