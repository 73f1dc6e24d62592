import type { Database } from './database.ts';
import { VaultStore } from './vault.store.ts';
import type { VaultFacts } from './vault-facts.ts';

/** The facts stored in an open database; needs no open vault. */
export const openFacts = (db: Database): VaultFacts => new VaultStore(db);
