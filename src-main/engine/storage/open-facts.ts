import type { Database } from './database.ts';
import { VaultStore } from './vault.store.ts';
import type { VaultFacts } from './vault-facts.ts';

/** The facts of a database that is open, also before there is an open vault around it. */
export const openFacts = (db: Database): VaultFacts => new VaultStore(db);
