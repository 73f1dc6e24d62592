import type { PeopleRecord } from '../../../shared/ledger/people-record.ts';
import type { Files } from '../../ports/files.ts';
import { loadKeyring } from '../keys/keyring.ts';
import { isSealingKeyOf, type SealContext, type SealingPublicKey } from '../keys/sealing-key.ts';

/** A supervisor to whom a seed can be sealed. */
export interface SeedHolder {
  person: string;
  /** Their signing key, which the record names. */
  publicKey: string;
  sealingKey: SealingPublicKey;
}

/**
 * The supervisors in force to whom a seed can be sealed. Who they are is read from signed entries, because anybody with
 * the database's key can write a row; their sealing keys are in the keyring, and their signing keys vouch for them.
 */
export function seedHolders(people: PeopleRecord, files: Files): SeedHolder[] {
  const keyring = loadKeyring(files)?.people ?? [];
  return keyring.flatMap(({ id, publicKey, sealingKey }) => {
    const known = people.get(id);
    if (known === undefined || !holdsSeeds(known)) return [];
    const isTheirs = [...known.keys.values()].some((key) => key.enrolled && key.publicKey === publicKey);
    if (!isTheirs || !isSealingKeyOf(id, sealingKey, publicKey)) return [];
    return [{ person: id, publicKey, sealingKey }];
  });
}

/** Whether somebody may know the seed of an open period. */
export const holdsSeeds = ({ role, disabled }: { role: string; disabled: boolean }): boolean =>
  role === 'supervisor' && !disabled;

export const seedOf = (period: string, person: string): SealContext => ({
  purpose: 'sampling-seed',
  person,
  role: 'supervisor',
  period,
});
