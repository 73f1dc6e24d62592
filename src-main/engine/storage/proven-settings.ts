import type { Database as SqlCipher } from '@signalapp/sqlcipher';
import { damaged } from './failure.ts';

/**
 * Sets every property that the vault relies on, and reads it back.
 * @throws Failure INTEGRITY where one does not hold
 */
export function prove(db: SqlCipher): void {
  const read = (name: string) => db.pragma(name, { simple: true });
  const demand = (holds: boolean, setting: string) => {
    if (!holds) throw damaged({ problem: 'database-setting', setting });
  };
  const version = read('cipher_version');
  demand(typeof version === 'string' && version !== '', 'cipher_version');
  demand(read('journal_mode = WAL') === 'wal', 'journal_mode');
  // SQLCipher as shipped re-opens a WAL database with NORMAL, which loses acknowledged work at a power cut.
  db.pragma('synchronous = FULL');
  demand(read('synchronous') === 2, 'synchronous');
  // What is deleted is overwritten, so that what was erased stands on no page.
  for (const name of ['foreign_keys', 'cell_size_check', 'secure_delete']) {
    db.pragma(`${name} = ON`);
    demand(Number(read(name)) === 1, name);
  }
  db.pragma('trusted_schema = OFF');
  demand(read('trusted_schema') === 0, 'trusted_schema');
}
