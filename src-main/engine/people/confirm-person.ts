import type { Person } from '../../../shared/contract/vault.contract.ts';
import type { Database } from '../storage/database.ts';
import { damaged } from '../storage/failure.ts';
import type { PeopleDirectory } from './directory.ts';
import { PeopleStore } from './people.store.ts';

/**
 * Vault and keyring must agree on a person, so that an old keyring that was put back gives no one their old role.
 * @throws Failure INTEGRITY
 */
export function confirmAmong(
  people: Pick<PeopleDirectory, 'find'>,
  { id, name, role, publicKey }: Person,
): void {
  const known = people.find(id);
  const agree = known?.name === name && known.role === role && known.publicKey === publicKey;
  if (!agree || known.disabledAt !== null) {
    throw damaged({ problem: 'keyring-disagrees' });
  }
}

/**
 * The same as `confirmAmong` for a database that was just opened.
 * @throws Failure INTEGRITY
 */
export const confirmPerson = (db: Database, person: Person): void =>
  confirmAmong(new PeopleStore(db), person);
