import type { Person, ReadOnly } from '../../../shared/contract/vault.contract.ts';
import type { DataOf } from '../../../shared/ledger/kinds/all-kinds.ts';
import type { EnginePorts } from '../../ports/engine-ports.ts';
import type { PersonKey, PersonKeys } from '../keys/person-keys.ts';
import { deriveIndexKey } from '../lists/start-matching-index.ts';
import { confirmPerson, type Standing } from '../people/confirm-person.ts';
import type { Announcer } from '../session/announcer.ts';
import { migrate } from '../storage/migration.ts';
import { openUnsettled } from './new-epoch.ts';
import { goOnWhereCopy } from './next-device.ts';
import type { House, OpenedVault } from './opening.ts';

/** A person, with the keys that open the database for them. */
export interface Opener {
  database: string;
  person: Person;
  keys: Omit<PersonKeys, 'signingSeed'>;
  personKey: PersonKey;
  standing?: Standing;
}

export interface OpenForParts<Opened extends OpenedVault> {
  ports: EnginePorts;
  announcer: Announcer;
  house: House<Opened>;
  unrecorded: (name: string, did: DataOf<'session.unrecorded'>['did']) => void;
}

export interface OpenedFor<Opened> {
  vault: Opened;
  /** A copy of the key its database has. */
  contentKey: Uint8Array;
  /** Lets the keyring follow the key that the database has; done already where the vault was opened to write. */
  settle: () => void;
}

/**
 * Opens the vault for a person.
 * @param look why nothing can be written; null where the vault is opened to write
 * @throws Failure IN_USE, INTEGRITY, STORAGE, CONFLICT where something has to be written first and cannot
 */
export function openFor<Opened extends OpenedVault>(
  { database, person, keys, personKey, standing = 'enrolled' }: Opener,
  look: Omit<ReadOnly, 'ends'> | null,
  { ports, announcer, house, unrecorded }: OpenForParts<Opened>,
): OpenedFor<Opened> {
  const { db, contentKey, settle } = openUnsettled(ports.files, database, keys, look);
  try {
    if (look === null) settle();
    migrate(db, house.migrations);
    confirmPerson(db, person, standing);
    goOnWhereCopy(db, { person, personKey }, ports);
    const vault = house.open({
      db,
      person,
      personKey,
      unseal: personKey.unseal,
      contentKey: person.role === 'supervisor' ? contentKey.slice() : null,
      indexKey: deriveIndexKey(contentKey),
      ports,
      announcer,
      unrecorded: (did) => unrecorded(person.name, did),
    });
    return { vault, contentKey: contentKey.slice(), settle };
  } catch (error) {
    db.close();
    throw error;
  }
}

/** Works in a vault that was just opened, and closes it where that fails. */
export function closingOnFailure({ vault, contentKey }: OpenedFor<OpenedVault>, work: () => void): void {
  try {
    work();
  } catch (error) {
    contentKey.fill(0);
    vault.close();
    throw error;
  }
}
