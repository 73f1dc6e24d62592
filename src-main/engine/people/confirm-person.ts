import type { Person } from '../../../shared/contract/vault.contract.ts';
import type { Database } from '../storage/database.ts';
import { Failure } from '../storage/failure.ts';
import type { PeopleDirectory } from './directory.ts';
import { PeopleStore } from './people.store.ts';

/**
 * Vault and keyring must agree about a person: an old keyring put back gives nobody their old role.
 * @throws Failure INTEGRITY
 */
export function confirmAmong(
  people: Pick<PeopleDirectory, 'find'>,
  { id, name, role, publicKey }: Person,
): void {
  const known = people.find(id);
  const agree = known?.name === name && known.role === role && known.publicKey === publicKey;
  if (!agree || known.disabledAt !== null) {
    throw new Failure({
      code: 'INTEGRITY',
      data: { problem: 'keyring and vault disagree about this person' },
    });
  }
}

/** As `confirmAmong`, in a database that was just opened. @throws Failure INTEGRITY */
export const confirmPerson = (db: Database, person: Person): void =>
  confirmAmong(new PeopleStore(db), person);
