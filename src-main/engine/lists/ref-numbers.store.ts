import type { Database } from '../storage/database.ts';

/** Refs are below 2^31. Once this many were given out, those still in use are renumbered at the next opportunity. */
const MANY_REFS = 2 ** 30;

/** Selects the lists that move: those never replaced lie at the beginning and keep their refs. */
const THOSE_THAT_MOVE = 'WHERE first_ref >= (SELECT min(first_ref) FROM list_moves WHERE shift > 0)';

/** How far refs were given out, and their numbering: a ref of one numbering means nothing in the next. */
export class RefNumbersStore {
  readonly #db: Database;
  readonly #refsMove: () => void;

  /** @param refsMove called while refs are renumbered: a room that stores refs follows `list_ref_moves` */
  constructor(db: Database, refsMove: () => void) {
    this.#db = db;
    this.#refsMove = refsMove;
  }

  /** True once so many refs were given out that it is time to begin again from 1. */
  get areManyUsed(): boolean {
    return this.#present().next > MANY_REFS;
  }

  /**
   * The mark of index files that include every ref given out so far. Those that were given to an import which is still
   * arriving are not included, nor are any behind them.
   */
  get mark(): string {
    const { numbering, next } = this.#present();
    const arriving = this.#db
      .prepare("SELECT min(first_ref) AS first FROM list_imports WHERE state = 'arriving'")
      .get()?.first;
    return `${numbering}:${Math.min(next, Number(arriving ?? next)) - 1}`;
  }

  /** The last ref included in index files with this mark; 0 where they use another numbering. */
  lastRefOf(mark: string): number {
    const [numbering, last] = mark.split(':').map(Number);
    return numbering === this.#present().numbering && last !== undefined ? last : 0;
  }

  /**
   * Renumbers everything on the lists, from 1 on without gaps and in the same order; a stored ref of something deleted
   * becomes null. When this is called, only imports that are on lists may have rows.
   */
  numberAnew(): void {
    this.#db.transaction(() => {
      // A run of rows without gaps moves as one.
      this.#db.execute(`
        INSERT INTO list_moves (first_ref, last_ref, shift)
          SELECT min(first_ref), max(first_ref + refs) - 1, shift
          FROM (SELECT first_ref, refs, first_ref + refs - 1 - sum(refs) OVER (ORDER BY first_ref) AS shift FROM list_rows)
          GROUP BY shift`);
      const next = this.#moveImports();
      this.#refsMove();
      this.#db.execute(`
        UPDATE list_blocks SET first_ref = first_ref - (SELECT m.shift FROM list_moves m
          WHERE m.first_ref <= list_blocks.first_ref ORDER BY m.first_ref DESC LIMIT 1) ${THOSE_THAT_MOVE};
        UPDATE list_records SET first_ref = first_ref - (SELECT m.shift FROM list_moves m
          WHERE m.first_ref <= list_records.first_ref ORDER BY m.first_ref DESC LIMIT 1) ${THOSE_THAT_MOVE};
        DELETE FROM list_moves;`);
      this.#db.prepare('UPDATE list_refs SET next = ?, numbering = numbering + 1').run([next]);
    });
  }

  #present(): { next: number; numbering: number } {
    const row = this.#db.prepare('SELECT next, numbering FROM list_refs').get();
    return { next: Number(row?.next), numbering: Number(row?.numbering) };
  }

  /** @returns the first free ref afterwards */
  #moveImports(): number {
    const rowsOf = this.#db.prepare(
      'SELECT min(first_ref) AS first, max(first_ref + refs) - 1 AS last FROM list_rows WHERE first_ref BETWEEN ? AND ?',
    );
    const shiftOf = this.#db.prepare(
      'SELECT shift FROM list_moves WHERE first_ref <= ? ORDER BY first_ref DESC LIMIT 1',
    );
    const move = this.#db.prepare('UPDATE list_imports SET first_ref = ?, last_ref = ? WHERE id = ?');
    const moved = (ref: number) => ref - Number(shiftOf.get([ref])?.shift);
    const { refs } = this.#db.prepare('SELECT coalesce(sum(refs), 0) AS refs FROM list_rows').get()!;
    let next = Number(refs) + 1;
    for (const row of this.#db.prepare("SELECT * FROM list_imports WHERE state = 'current'").all()) {
      const { first, last } = rowsOf.get([row.first_ref!, row.last_ref!])!;
      // An import of which nothing is left still gets a ref, so that it keeps its place among the others.
      if (first === null) move.run([next, next++, row.id!]);
      else move.run([moved(Number(first)), moved(Number(last)), row.id!]);
    }
    return next;
  }
}
