import type { ReadOnly } from '../../../shared/contract/vault.contract.ts';
import { CONTENT_ROLES } from '../../../shared/domain/duty.ts';
import type { PeopleRecord } from '../../../shared/ledger/people-record.ts';
import type { Entropy } from '../../ports/entropy.ts';
import type { Files } from '../../ports/files.ts';
import { changeKeyring, type Keyring, type KeyringPerson, keyringThere } from '../keys/keyring.ts';
import { contentKeyOf, type PersonKeys } from '../keys/person-keys.ts';
import { sealRecovery } from '../keys/recovery.ts';
import { isSealingKeyOf, sealTo } from '../keys/sealing-key.ts';
import { Database } from '../storage/database.ts';
import { damaged, Failure } from '../storage/failure.ts';
import { openFacts } from '../storage/open-facts.ts';
import { NEW_KEY_DUE } from '../storage/vault-facts.ts';
import type { OpenedVault } from './opening.ts';
import { keepSealed } from './recovery-keeper.ts';

/*
 * An epoch is the time in which the database has one key. Disabling a person or inviting them anew begins another: the
 * key is changed, and the new one sealed to everybody who may still read. Around the change the keyring holds both keys
 * for each of them, so that whenever the program ends, one of the two opens the database for all of them, and for nobody
 * else once it was changed:
 *
 * 1. the keyring gets the next key beside the present one, and loses everybody who may not have it;
 * 2. the sealed recovery, in the vault and beside it, gets both;
 * 3. SQLCipher writes every page anew in one transaction;
 * 4. the sealed recovery and the keyring keep the new key alone.
 */

/** The recovery sealed anew: while the key is changed, when either may be the one, and after. */
export interface RecoveryOfEpoch {
  during: Uint8Array;
  after: Uint8Array;
}

/** @returns null where the vault has no recipient that the recovery key vouches for: it needs a new recovery key */
export async function sealForRecovery(
  { vault, keyring, contentKey }: { vault: OpenedVault; keyring: Keyring; contentKey: Uint8Array },
  next: Uint8Array,
): Promise<RecoveryOfEpoch | null> {
  const recipient = vault.recovery.recipient(vault.record().recoveryPublicKey);
  if (recipient === null) return null;
  const { device, database } = keyring;
  return {
    during: await sealRecovery(recipient, { device, database, contentKey, nextContentKey: next }),
    after: await sealRecovery(recipient, { device, database, contentKey: next }),
  };
}

/** Seals the next key to all who may read according to the record; others with access to content leave the keyring. */
export function withNextKey(
  keyring: Keyring,
  { people, device }: { people: PeopleRecord; device: string },
  next: Uint8Array,
  entropy: Entropy,
): Keyring {
  const stay = keyring.people.flatMap((person): KeyringPerson[] => {
    if (person.contentKey === null) return [person];
    const known = people.get(person.id);
    const key = known?.keys.get(device);
    const mayRead =
      known !== undefined &&
      key !== undefined &&
      !known.disabled &&
      known.role === person.role &&
      CONTENT_ROLES.includes(known.role) &&
      key.publicKey === person.publicKey &&
      isSealingKeyOf(person.id, person.sealingKey, key.publicKey);
    if (!mayRead) return [];
    return [{ ...person, nextContentKey: sealTo(person.sealingKey, next, contentKeyOf(person), entropy) }];
  });
  return { ...keyring, people: stay };
}

/** The keyring after it turned out which of the two keys the database has. */
const settled = (keyring: Keyring, has: 'present' | 'next'): Keyring => ({
  ...keyring,
  people: keyring.people.map(({ nextContentKey, ...person }) =>
    has === 'next' && nextContentKey !== undefined ? { ...person, contentKey: nextContentKey } : person,
  ),
});

const settleKeyring = (files: Files, has: 'present' | 'next'): Keyring =>
  changeKeyring(files, (now) => settled(keyringThere(now), has));

/**
 * Steps 1 and 2, while the vault is open.
 * @throws Failure INTEGRITY where the keyring is not the record's about the person at the workstation: changing the key
 * would shut them out
 */
export function offerNextKey(
  { record, recovery: keeper, session }: Pick<OpenedVault, 'record' | 'recovery' | 'session'>,
  next: Uint8Array,
  recovery: RecoveryOfEpoch | null,
  { files, entropy }: { files: Files; entropy: Entropy },
): void {
  const { people } = record();
  changeKeyring(files, (now) => {
    const keyring = withNextKey(keyringThere(now), { people, device: session.device }, next, entropy);
    if (keyring.people.some(({ id }) => id === session.person.id)) return keyring;
    throw damaged({ problem: 'keyring-disagrees' });
  });
  if (recovery) keeper.keep(recovery.during);
}

/** Steps 3 and 4, for the database of a closed vault. @returns the keyring with the new key alone */
export function changeDatabaseKey(
  files: Files,
  { database, present, next }: { database: string; present: Uint8Array; next: Uint8Array },
  recovery: RecoveryOfEpoch | null,
): Keyring {
  const db = Database.open(files.locate(database), present);
  try {
    db.changeKey(next);
    const facts = openFacts(db);
    facts.transaction(() => {
      if (recovery) keepSealed(facts, recovery.after);
      facts.removeFact(NEW_KEY_DUE);
    });
  } finally {
    db.close();
  }
  return settleKeyring(files, 'next');
}

interface InEpoch {
  db: Database;
  /** The key it has. */
  contentKey: Uint8Array;
}

/** Opens the database with the key it has, and lets the keyring follow. */
export function openInEpoch(files: Files, database: string, keys: Omit<PersonKeys, 'signingSeed'>): InEpoch {
  const { settle, ...opened } = openUnsettled(files, database, keys, null);
  settle();
  return opened;
}

/**
 * Opens the database with the key it has.
 * @param look why nothing can be written; null where it is opened to write
 * @returns also what lets the keyring follow, before anything else is written
 */
export function openUnsettled(
  files: Files,
  database: string,
  { contentKey, nextContentKey }: Omit<PersonKeys, 'signingSeed'>,
  look: Omit<ReadOnly, 'ends'> | null,
): InEpoch & { settle: () => void } {
  if (contentKey === null) throw new TypeError('a role without the content key opens no vault');
  const path = files.locate(database);
  const open = (key: Uint8Array): Database =>
    look === null ? Database.open(path, key) : Database.openToLook(path, key, look);
  if (nextContentKey === undefined) return { db: open(contentKey), contentKey, settle: () => {} };
  const { db, has } = openWithEither(open, contentKey, nextContentKey);
  return {
    db,
    contentKey: has === 'next' ? nextContentKey : contentKey,
    settle: () => void settleKeyring(files, has),
  };
}

/** @throws Failure INTEGRITY where neither key opens it */
export function openWithEither(
  open: (key: Uint8Array) => Database,
  present: Uint8Array,
  next: Uint8Array,
): { db: Database; has: 'present' | 'next' } {
  try {
    return { db: open(next), has: 'next' };
  } catch (error) {
    if (!(error instanceof Failure) || error.failure.code !== 'INTEGRITY') throw error;
    return { db: open(present), has: 'present' };
  }
}
