import { migrations } from '../../src-main/engine/migrations.ts';
import type { Database, SqlRow } from '../../src-main/engine/storage/database.ts';
import { TableRows } from '../../src-main/engine/storage/table-rows.store.ts';
import type { Rebuilt } from '../../src-main/engine/vault/replay.ts';
import { FolderFiles } from '../../src-main/ports/files.ts';
import { type AVault, PASSPHRASE, PERSON } from './a-vault.ts';
import { inDatabaseOf } from './vault-database.ts';

/** Locks the vault and rebuilds it from its record in another folder, which must be empty. */
export async function rebuiltFrom(vault: AVault, into: string, name = PERSON): Promise<Rebuilt> {
  vault.lock();
  const steps = vault.engine.context.vault.rebuild(name, PASSPHRASE, new FolderFiles(into));
  let step = await steps.next();
  while (!step.done) step = await steps.next();
  return step.value;
}

/** Where the recorded rows of two locked vaults differ, as `table: row | row`; empty where they do not. */
export async function recordedDifferences(one: string, other: string): Promise<string[]> {
  const rows = await inDatabaseOf(one, recordedRows);
  const others = await inDatabaseOf(other, recordedRows);
  return [...rows].flatMap(([table, there]) => {
    const here = others.get(table) ?? [];
    const missing = there.filter((row) => !here.includes(row)).map((row) => `${table} lacks ${row}`);
    const strange = here.filter((row) => !there.includes(row)).map((row) => `${table} has ${row}`);
    return [...missing, ...strange];
  });
}

/** Every row of the tables that follow from the record, as text, without columns that are derived or local. */
function recordedRows(db: Database): Map<string, string[]> {
  const all = new TableRows(db);
  const tables = migrations.flatMap((step) => Object.entries(step.tables));
  return new Map(
    tables
      .filter(([, { is }]) => is === 'recorded')
      .map(([table, { derived = [], local = [] }]) => {
        const columns = all.columns(table).filter((name) => ![...derived, ...local].includes(name));
        return [table, [...all.pages(table, columns)].flat().map((row: SqlRow) => JSON.stringify(row))];
      }),
  );
}
