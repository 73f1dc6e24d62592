import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Keyring, KeyringPerson } from '../../src-main/engine/keys/keyring.ts';
import type { PersonKeys } from '../../src-main/engine/keys/person-keys.ts';
import { keyringOf, openedKeys } from './vault-database.ts';

export function memberOf(folder: string, name: string): KeyringPerson {
  const found = keyringOf(folder).people.find((person) => person.name === name);
  if (!found) throw new Error(`the keyring knows no ${name}`);
  return found;
}

/** The secrets that the person of this name holds by right, which a dishonest colleague could use outside Hashline. */
export async function keysOf(folder: string, name: string): Promise<PersonKeys> {
  const keys = await openedKeys(folder, memberOf(folder, name));
  if (!keys) throw new Error(`the keys of ${name} do not open`);
  return keys;
}

/** Writes a keyring as a person with an editor would: without checks, and without keeping its permissions. */
export function writeKeyring(folder: string, change: (keyring: Keyring) => unknown): void {
  const keyring = structuredClone(keyringOf(folder));
  writeFileSync(join(folder, 'keyring.json'), JSON.stringify(change(keyring) ?? keyring));
}
