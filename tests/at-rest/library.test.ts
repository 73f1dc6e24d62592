import { expect, test } from 'vitest';
import { aVault } from '../support/a-vault.ts';
import { inDatabaseOf } from '../support/vault-database.ts';

test('the database library sorts in memory, overwrites what is deleted and loads no extensions', async () => {
  using vault = await aVault();
  vault.lock();
  const { options, store } = await inDatabaseOf(vault.folder, (db) => ({
    options: db
      .prepare('PRAGMA compile_options')
      .all()
      .map((row) => row.compile_options),
    // 0: as compiled, and that is memory.
    store: db.pragma('temp_store'),
  }));
  expect(options).toEqual(expect.arrayContaining(['TEMP_STORE=2', 'SECURE_DELETE', 'OMIT_LOAD_EXTENSION']));
  expect(store).toBe(0);
});
