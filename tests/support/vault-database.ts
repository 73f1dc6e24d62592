import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EntryKind } from '../../shared/ledger/kinds/all-kinds.ts';
import { type Keyring, type KeyringPerson, loadKeyring } from '../../src-main/engine/keys/keyring.ts';
import { openKeys, type PersonKeys } from '../../src-main/engine/keys/person-keys.ts';
import { Database } from '../../src-main/engine/storage/database.ts';
import { FolderFiles } from '../../src-main/ports/files.ts';
import { argon2id } from '../../src-main/ports/passphrase-hash.ts';
import { PASSPHRASE } from './a-vault.ts';
import { quickPassphraseHash } from './quick-passphrase-hash.ts';

/** The keyring of a vault folder, which must be there. */
export function keyringOf(folder: string): Keyring {
  const keyring = loadKeyring(new FolderFiles(folder));
  if (!keyring) throw new Error(`there is no keyring in ${folder}`);
  return keyring;
}

/** The keys of a person with the passphrase of tests, in a vault of tests or of a program of the product. */
export async function openedKeys(folder: string, person: KeyringPerson): Promise<PersonKeys | null> {
  const secret = readFileSync(join(folder, 'device-secret'));
  for (const hash of [quickPassphraseHash, argon2id]) {
    const keys = await openKeys(person, PASSPHRASE, secret, hash);
    if (keys) return keys;
  }
  return null;
}

/** The key of the database, as the first person's passphrase gives it. */
export async function contentKeyOf(folder: string): Promise<Uint8Array> {
  const person = keyringOf(folder).people[0];
  const keys = person ? await openedKeys(folder, person) : null;
  if (!keys?.contentKey) throw new Error('the keyring does not open');
  return keys.contentKey;
}

export const databasePathOf = (folder: string): string => join(folder, keyringOf(folder).database);

/** The encrypted database of a locked vault, as a person with the keys and a database tool could open it. */
export async function databaseOf(folder: string): Promise<Database> {
  return Database.open(databasePathOf(folder), await contentKeyOf(folder));
}

/** Works on the database of a locked vault and closes it again. */
export async function inDatabaseOf<Result>(folder: string, work: (db: Database) => Result): Promise<Result> {
  const db = await databaseOf(folder);
  try {
    return work(db);
  } finally {
    db.close();
  }
}

/** Removes what the only entry of a kind encloses from a locked vault. @returns the entry's number */
export const eraseEnclosure = (folder: string, kind: EntryKind): Promise<number> =>
  inDatabaseOf(folder, (db) => {
    const entry = db.prepare('SELECT position FROM ledger_entries WHERE kind = ?').get([kind]);
    db.prepare('DELETE FROM ledger_enclosures WHERE position = ?').run([entry?.position ?? null]);
    return Number(entry?.position);
  });

/** How many rows a query counts; the query names its count `n`. */
export const countIn = (db: Database, sql: string): number => Number(db.prepare(sql).get()?.n ?? -1);
