import {
  compareTable,
  recordedTables,
  type TableDifference,
} from '../../src-main/engine/storage/compare-tables.ts';
import { openTableRows } from '../../src-main/engine/storage/open-table-rows.ts';
import type { Rebuilt } from '../../src-main/engine/vault/rebuild-vault.ts';
import { migrations } from '../../src-main/engine/whole/migrations.ts';
import { FolderFiles } from '../../src-main/ports/files.ts';
import { type AVault, PASSPHRASE, PERSON } from './a-vault.ts';
import { databaseOf } from './vault-database.ts';

/** Locks the vault and rebuilds it from its record in another folder, which must be empty. */
export async function rebuiltFrom(vault: AVault, into: string, name = PERSON): Promise<Rebuilt> {
  vault.lock();
  const steps = vault.engine.context.vault.rebuild(name, PASSPHRASE, new FolderFiles(into));
  let step = await steps.next();
  while (!step.done) step = await steps.next();
  return step.value;
}

/** Where the recorded rows of two locked vaults differ; empty where they do not. */
export async function recordedDifferences(one: string, other: string): Promise<TableDifference[]> {
  const dbs = [await databaseOf(one), await databaseOf(other)] as const;
  try {
    const [here, there] = [openTableRows(dbs[0]), openTableRows(dbs[1])];
    return recordedTables(migrations, here).flatMap((table) => compareTable(here, there, table) ?? []);
  } finally {
    for (const db of dbs) db.close();
  }
}
