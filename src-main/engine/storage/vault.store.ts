import type { Database } from './database.ts';
import { damaged } from './failure.ts';

/** What the vault is: facts about it, keys of the workstation, commands already carried out. */
export class VaultStore {
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

  /** A private key of the workstation, base64; purposes are `device` (ledger) and `hotline` (referrals). */
  key(purpose: 'device' | 'hotline'): string {
    const row = this.#db.prepare('SELECT private_key FROM keys WHERE purpose = ?').get([purpose]);
    if (!row) throw damaged({ problem: 'key-missing', purpose });
    return String(row.private_key);
  }

  insertKey(purpose: 'device' | 'hotline', privateKey: string): void {
    this.#db.prepare('INSERT INTO keys (purpose, private_key) VALUES (?, ?)').run([purpose, privateKey]);
  }

  /** What a command answered, and the digest of what it asked. */
  findCommand(command: string): { asked: string; answer: string } | null {
    const row = this.#db.prepare('SELECT asked, answer FROM commands WHERE id = ?').get([command]);
    return row ? { asked: String(row.asked), answer: String(row.answer) } : null;
  }

  rememberCommand(command: string, asked: string, answer: string, at: string): void {
    this.#db
      .prepare('INSERT INTO commands (id, asked, answer, at) VALUES (?, ?, ?, ?)')
      .run([command, asked, answer, at]);
  }
}
