import { Contact } from '../../../shared/domain/contact.ts';
import type { Database } from '../storage/database.ts';

/** A contact as the record has it. */
type KeptContact = Readonly<Record<keyof Contact, string>>;

/** The book of contacts at providers. */
export class ContactStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** Puts another book in the place of the present one. */
  replace(contacts: readonly KeptContact[]): void {
    this.#db.prepare('DELETE FROM contacts').run();
    const insert = this.#db.prepare(
      'INSERT INTO contacts (scope, value, address, language, name) VALUES (?, ?, ?, ?, ?)',
    );
    for (const { scope, value, address, language, name } of contacts)
      insert.run([scope, value, address, language, name]);
  }

  /** In the order of the file they came in. */
  list(): Contact[] {
    return this.#db
      .prepare('SELECT scope, value, address, language, name FROM contacts ORDER BY number')
      .all()
      .map((row) => Contact.parse({ ...row }));
  }
}
