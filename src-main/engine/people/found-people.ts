import type { Person } from '../../../shared/contract/vault.contract.ts';
import type { Database } from '../storage/database.ts';
import { PeopleStore } from './people.store.ts';

/** Adds the first supervisor of a vault, who vouches for themselves because there is nobody else. */
export const foundPeople = (db: Database, person: Person, at: string): void =>
  new PeopleStore(db).insert({ ...person, addedAt: at }, person.id);

/** Adds the supervisor who came in with the recovery key. */
export const recoverPeople = (db: Database, person: Person, at: string): void =>
  new PeopleStore(db).insert({ ...person, addedAt: at }, 'recovery');

export const isNameTaken = (db: Database, name: string): boolean =>
  new PeopleStore(db).findByName(name) !== null;
