import { Failure } from '../failure.ts';
import type { Database } from './database.ts';

export interface StoredPolicy {
  id: string;
  version: number;
  /** Canonical JSON of the policy and of the member table it is used with. */
  body: string;
  members: string;
}

/** What the vault is: facts about it, keys of the workstation, the policy in force, commands already carried out. */
export class VaultStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  transaction<Result>(work: () => Result): Result {
    return this.#db.transaction(work);
  }

  fact(name: string): string {
    const row = this.#db.prepare('SELECT value FROM facts WHERE name = ?').get([name]);
    if (!row)
      throw new Failure({ code: 'INTEGRITY', data: { problem: `the vault does not say its ${name}` } });
    return String(row.value);
  }

  setFact(name: string, value: string): void {
    this.#db.prepare('INSERT OR REPLACE INTO facts (name, value) VALUES (?, ?)').run([name, value]);
  }

  /** A private key of the workstation, base64; purposes are `device` (ledger) and `hotline` (referrals). */
  key(purpose: 'device' | 'hotline'): string {
    const row = this.#db.prepare('SELECT private_key FROM keys WHERE purpose = ?').get([purpose]);
    if (!row) throw new Failure({ code: 'INTEGRITY', data: { problem: `the ${purpose} key is missing` } });
    return String(row.private_key);
  }

  insertKey(purpose: 'device' | 'hotline', privateKey: string): void {
    this.#db.prepare('INSERT INTO keys (purpose, private_key) VALUES (?, ?)').run([purpose, privateKey]);
  }

  insertPolicy(policy: StoredPolicy, activatedAt: string): void {
    this.#db
      .prepare('INSERT INTO policies (id, version, body, members, activated_at) VALUES (?, ?, ?, ?, ?)')
      .run([policy.id, policy.version, policy.body, policy.members, activatedAt]);
  }

  activePolicy(): StoredPolicy {
    const row = this.#db
      .prepare(
        'SELECT id, version, body, members FROM policies ORDER BY activated_at DESC, version DESC LIMIT 1',
      )
      .get();
    if (!row) throw new Failure({ code: 'INTEGRITY', data: { problem: 'no policy is in force' } });
    return {
      id: String(row.id),
      version: Number(row.version),
      body: String(row.body),
      members: String(row.members),
    };
  }

  policy(id: string, version: number): StoredPolicy | null {
    const row = this.#db
      .prepare('SELECT body, members FROM policies WHERE id = ? AND version = ?')
      .get([id, version]);
    return row ? { id, version, body: String(row.body), members: String(row.members) } : null;
  }

  countPolicies(): number {
    return Number(this.#db.prepare('SELECT count(*) AS n FROM policies').get()?.n ?? 0);
  }

  commandAnswer(command: string): string | null {
    const row = this.#db.prepare('SELECT answer FROM commands WHERE id = ?').get([command]);
    return row ? String(row.answer) : null;
  }

  rememberCommand(command: string, answer: string, at: string): void {
    this.#db.prepare('INSERT INTO commands (id, answer, at) VALUES (?, ?, ?)').run([command, answer, at]);
  }
}
