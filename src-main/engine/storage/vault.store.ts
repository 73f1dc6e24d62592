import type { Database } from './database.ts';
import { damaged } from './failure.ts';
import type { KeyPurpose, VaultFacts } from './vault-facts.ts';

/** Facts about the vault, and keys of the workstation. */
export class VaultStore implements VaultFacts {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  transaction<Result>(work: () => Result): Result {
    return this.#db.transaction(work);
  }

  fact(name: string): string {
    const value = this.findFact(name);
    if (value === null) throw damaged({ problem: 'fact-missing', name });
    return value;
  }

  findFact(name: string): string | null {
    const row = this.#db.prepare('SELECT value FROM facts WHERE name = ?').get([name]);
    return row ? String(row.value) : null;
  }

  removeFact(name: string): void {
    this.#db.prepare('DELETE FROM facts WHERE name = ?').run([name]);
  }

  setFact(name: string, value: string): void {
    this.#db.prepare('INSERT OR REPLACE INTO facts (name, value) VALUES (?, ?)').run([name, value]);
  }

  key(purpose: KeyPurpose): string {
    const row = this.#db.prepare('SELECT private_key FROM keys WHERE purpose = ?').get([purpose]);
    if (!row) throw damaged({ problem: 'key-missing', purpose });
    return String(row.private_key);
  }

  insertKey(purpose: KeyPurpose, privateKey: string): void {
    this.#db.prepare('INSERT INTO keys (purpose, private_key) VALUES (?, ?)').run([purpose, privateKey]);
  }

  replaceKey(purpose: KeyPurpose, privateKey: string): void {
    this.#db.prepare('UPDATE keys SET private_key = ? WHERE purpose = ?').run([privateKey, purpose]);
  }
}
