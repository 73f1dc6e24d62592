import type { Person } from '../../../shared/contract/vault.contract.ts';
import type { Database } from '../storage/database.ts';
import { damaged } from '../storage/failure.ts';
import { openFacts } from '../storage/open-facts.ts';
import type { StoredKey, StoredPerson } from './directory.ts';
import { PeopleStore } from './people.store.ts';

/** Whether a person has a key of their own, or only the one of an invitation. */
export type Standing = 'enrolled' | 'invited';

/**
 * Vault and keyring must agree on a person, so that an old keyring that was put back gives no one their old role, nor
 * lets anybody use an invitation again.
 * @throws Failure INTEGRITY
 */
export function confirmAmong(
  people: Pick<PeopleStore, 'find' | 'keyAt'>,
  person: Person,
  standing: Standing,
  device: string,
): void {
  const known = people.find(person.id);
  const key = people.keyAt(person.id, device);
  if (known === null || key === null || !isAsKnown({ ...known, ...key }, person, standing))
    throw damaged({ problem: 'keyring-disagrees' });
}

const isAsKnown = (
  known: StoredPerson & StoredKey,
  { name, role, publicKey }: Person,
  standing: Standing,
): boolean =>
  known.name === name &&
  known.role === role &&
  known.publicKey === publicKey &&
  known.disabledAt === null &&
  (known.enrolledAt !== null) === (standing === 'enrolled');

/**
 * The same as `confirmAmong` for a database that was just opened.
 * @throws Failure INTEGRITY
 */
export const confirmPerson = (db: Database, person: Person, standing: Standing): void =>
  confirmAmong(new PeopleStore(db), person, standing, openFacts(db).fact('device'));
