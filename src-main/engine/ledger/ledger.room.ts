import type { Room } from '../session/room.ts';
import type { Database } from '../storage/database.ts';
import { AuditStore } from './audit.store.ts';
import { Erasures } from './erasures.ts';
import { Ledger, type LedgerParts } from './ledger.ts';
import { Warrants } from './warrants.ts';

export interface LedgerRoom {
  ledger: Ledger;
  store: AuditStore;
  warrants: Warrants;
  erasures: Erasures;
}

export function ledgerRoom(db: Database, parts: LedgerParts): Room<LedgerRoom> {
  const store = new AuditStore(db);
  return {
    api: {
      store,
      ledger: new Ledger(store, parts),
      warrants: new Warrants(store, parts.keys.log.id),
      erasures: new Erasures(store),
    },
    kinds: {
      'enclosures.erased': ({ entry }) => store.eraseEnclosures(entry.data.entries),
    },
  };
}
