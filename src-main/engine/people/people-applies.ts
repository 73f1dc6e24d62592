import type { ReadOf } from '../../../shared/ledger/kinds/all-kinds.ts';
import { type Applies, signerOf } from '../session/acts.ts';
import type { Database } from '../storage/database.ts';
import { PeopleStore } from './people.store.ts';

/** How the table of people follows from the record. Needs no open vault: the first person comes before it. */
export function peopleApplies(db: Database): Applies {
  const store = new PeopleStore(db);
  return {
    // The first supervisor vouches for themselves, because there is nobody else.
    'vault.created': ({ entry }) =>
      store.insert({ ...introduced(entry.data), addedAt: entry.at, enrolledAt: entry.at }, signerOf(entry)),
    'vault.recovered': ({ entry }) =>
      store.insert({ ...introduced(entry.data), addedAt: entry.at, enrolledAt: entry.at }, 'recovery'),
    'person.added': ({ entry }) =>
      store.insert({ ...introduced(entry.data), addedAt: entry.at, enrolledAt: null }, signerOf(entry)),
    'person.enrolled': ({ entry }) => store.enrol(entry.data.person, entry.data.publicKey, entry.at),
    'person.role-changed': ({ entry }) => {
      const { person, role, publicKey } = entry.data;
      store.update(person, role, publicKey, signerOf(entry));
    },
    'person.disabled': ({ entry }) => store.disable(entry.data.person, entry.at, signerOf(entry)),
    'session.unlocked': ({ entry }) => store.markUnlock(signerOf(entry), entry.at),
  };
}

const introduced = ({ person, name, role, publicKey }: ReadOf<'person.added'>) => ({
  id: person,
  name,
  role,
  publicKey,
});
