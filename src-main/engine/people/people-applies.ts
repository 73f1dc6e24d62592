import type { Role } from '../../../shared/domain/duty.ts';
import type { PersonId } from '../../../shared/domain/ids.ts';
import { type Applies, signerOf } from '../session/acts.ts';
import type { Database } from '../storage/database.ts';
import { type ChangedBy, PeopleStore } from './people.store.ts';

/** What entries say that bring a person a key: of an invitation, or one that they made. */
interface Given {
  readonly device: string;
  readonly at: string;
  readonly data: { person: PersonId; publicKey: string; device?: string | undefined };
}

/** How the table of people follows from the record. Needs no open vault: the first person comes before it. */
export function peopleApplies(db: Database): Applies {
  const store = new PeopleStore(db);
  const insert = (
    { at, data }: { at: string; data: { person: PersonId; name: string; role: Role } },
    by: ChangedBy,
  ) => store.insert({ id: data.person, name: data.name, role: data.role, addedAt: at }, by);
  const ownKey = ({ device, at, data: { person, publicKey } }: Given, by: ChangedBy) =>
    store.putKey({ person, device, publicKey, enrolledAt: at }, by);
  const invite = ({ device: here, data: { person, publicKey, device = here } }: Given, by: ChangedBy) =>
    store.putKey({ person, device, publicKey, enrolledAt: null }, by);
  return {
    // The first supervisor vouches for themselves, because there is nobody else.
    'vault.created': ({ entry }) => {
      insert(entry, signerOf(entry));
      ownKey(entry, signerOf(entry));
    },
    'vault.recovered': ({ entry }) => {
      const { added } = entry.data;
      insert(entry, 'recovery');
      ownKey(entry, 'recovery');
      if (added?.replaces) store.moveKeys(added.replaces, added.device);
    },
    'person.added': ({ entry }) => {
      insert(entry, signerOf(entry));
      invite(entry, signerOf(entry));
    },
    'person.invited': ({ entry }) => invite(entry, signerOf(entry)),
    'person.enrolled': ({ entry: { device, at, data } }) => store.enrol({ ...data, device, enrolledAt: at }),
    'person.role-changed': ({ entry }) => {
      store.update(entry.data.person, entry.data.role, signerOf(entry));
      invite(entry, signerOf(entry));
    },
    'person.disabled': ({ entry }) => store.disable(entry.data.person, entry.at, signerOf(entry)),
    'device.added': ({ entry: { data } }) => {
      if (data.replaces) store.moveKeys(data.replaces, data.device);
    },
    'session.unlocked': ({ entry }) => store.markUnlock(signerOf(entry), entry.at),
  };
}
