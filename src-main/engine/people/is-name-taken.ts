import type { Database } from '../storage/database.ts';
import { PeopleStore } from './people.store.ts';

/** Whether somebody has or had this name. Needs no open vault. */
export const isNameTaken = (db: Database, name: string): boolean =>
  new PeopleStore(db).findByName(name) !== null;
