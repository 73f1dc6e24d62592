import { GivenOut } from '../../../shared/contract/blocklist.contract.ts';
import { BlockItem } from '../../../shared/domain/blocklist.ts';
import { CaseId } from '../../../shared/domain/ids.ts';
import type { Database } from '../storage/database.ts';

/** An item of the list, with the serial from which on it is there. */
export type ListedItem = BlockItem & { since: number };

export interface NewExport {
  serial: number;
  at: string;
  person: string;
  added: readonly BlockItem[];
  removed: readonly BlockItem[];
}

/** The lists that were given out, and what each held. */
export class BlocklistStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  transaction<Result>(work: () => Result): Result {
    return this.#db.transaction(work);
  }

  /** The serial given out last; null where none was. */
  last(): number | null {
    const row = this.#db.prepare('SELECT serial FROM blocklist_exports ORDER BY number DESC LIMIT 1').get();
    return row ? Number(row.serial) : null;
  }

  /** The lists given out last, the latest first. */
  given(limit: number): GivenOut[] {
    return this.#db
      .prepare(
        "SELECT serial, exported_at AS at, person_id AS 'by' FROM blocklist_exports ORDER BY number DESC LIMIT +?",
      )
      .all([limit])
      .map((row) => GivenOut.parse(row));
  }

  /** What the list of this serial held, by kind and value; null where no list had it. */
  itemsAt(serial: number): ListedItem[] | null {
    const found = this.#db.prepare('SELECT number FROM blocklist_exports WHERE serial = ?').get([serial]);
    if (!found) return null;
    return this.#db
      .prepare(
        `SELECT i.kind, i.value, e.serial FROM blocklist_items i JOIN blocklist_exports e ON e.number = i.added_in
         WHERE i.added_in <= :n AND (i.removed_in IS NULL OR i.removed_in > :n) ORDER BY i.kind, i.value`,
      )
      .all({ n: Number(found.number) })
      .map(({ kind, value, serial: since }) => ({
        ...BlockItem.parse({ kind, value }),
        since: Number(since),
      }));
  }

  record({ serial, at, person, added, removed }: NewExport): void {
    const number = 1 + Number(this.#db.prepare('SELECT count(*) AS n FROM blocklist_exports').get()?.n);
    this.#db
      .prepare('INSERT INTO blocklist_exports (number, serial, exported_at, person_id) VALUES (?, ?, ?, ?)')
      .run([number, serial, at, person]);
    const remove = this.#db.prepare(
      'UPDATE blocklist_items SET removed_in = ? WHERE kind = ? AND value = ? AND removed_in IS NULL',
    );
    for (const { kind, value } of removed) remove.run([number, kind, value]);
    const add = this.#db.prepare('INSERT INTO blocklist_items (kind, value, added_in) VALUES (?, ?, ?)');
    for (const { kind, value } of added) add.run([kind, value, number]);
  }

  /** Cases of which a decision that says illegal was not taken back, whatever was decided since. */
  calledIllegal(): CaseId[] {
    return this.#db
      .prepare(
        `SELECT DISTINCT case_id FROM assessments_made WHERE legality = 'illegal' AND withdrawn_at IS NULL
         ORDER BY case_id`,
      )
      .all()
      .map((row) => CaseId.parse(row.case_id));
  }
}
