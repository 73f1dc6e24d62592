import { QueueView } from '../../../shared/contract/queue-filter.ts';
import { PersonId } from '../../../shared/domain/ids.ts';
import type { Database } from '../storage/database.ts';

/** A named list of cases as its row holds it. */
export interface StoredView {
  name: string;
  view: QueueView;
  savedBy: { id: PersonId; name: string };
}

/** Named lists of cases, shared by all who work here, and the one each person begins with. */
export class SavedViewStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  all(): StoredView[] {
    return this.#db
      .prepare(
        `SELECT v.name, v.view, v.saved_by, p.name AS person FROM saved_views v JOIN person_names p ON p.id = v.saved_by
         ORDER BY v.name_key`,
      )
      .all()
      .map((row) => ({
        name: String(row.name),
        view: QueueView.parse(JSON.parse(String(row.view))),
        savedBy: { id: PersonId.parse(row.saved_by), name: String(row.person) },
      }));
  }

  has(name: string): boolean {
    return this.#db.prepare('SELECT 1 FROM saved_views WHERE name_key = ?').get([keyOf(name)]) !== undefined;
  }

  save(name: string, view: QueueView, person: string, at: string): void {
    this.#db
      .prepare(
        `INSERT INTO saved_views (name_key, name, view, saved_by, saved_at) VALUES (?, ?, ?, ?, ?)
         ON CONFLICT DO UPDATE SET name = excluded.name, view = excluded.view, saved_by = excluded.saved_by,
           saved_at = excluded.saved_at`,
      )
      .run([keyOf(name), name, JSON.stringify(view), person, at]);
  }

  remove(name: string): boolean {
    this.#db.prepare('DELETE FROM begun_views WHERE name_key = ?').run([keyOf(name)]);
    return this.#db.prepare('DELETE FROM saved_views WHERE name_key = ?').run([keyOf(name)]).changes > 0;
  }

  beginWith(person: string, name: string | null): void {
    this.#db.prepare('DELETE FROM begun_views WHERE person_id = ?').run([person]);
    if (name !== null)
      this.#db
        .prepare('INSERT INTO begun_views (person_id, name_key) VALUES (?, ?)')
        .run([person, keyOf(name)]);
  }

  /** The name of the view a person begins with. */
  begunBy(person: string): string | null {
    const row = this.#db
      .prepare(
        'SELECT v.name FROM begun_views b JOIN saved_views v ON v.name_key = b.name_key WHERE b.person_id = ?',
      )
      .get([person]);
    return row ? String(row.name) : null;
  }
}

const keyOf = (name: string): string => name.toLowerCase();
