import type { Clock } from '../../ports/clock.ts';
import type { Room } from '../session/room.ts';
import type { Database } from '../storage/database.ts';
import { AuditStore } from './audit.store.ts';
import { Ledger, type LedgerKeys } from './ledger.ts';
import { Warrants } from './warrants.ts';

export interface LedgerRoom {
  ledger: Ledger;
  store: AuditStore;
  warrants: Warrants;
}

export function ledgerRoom(
  db: Database,
  { keys, clock, newId }: { keys: LedgerKeys; clock: Clock; newId: () => string },
): Room<LedgerRoom> {
  const device = { device: keys.device.id, devicePublicKey: keys.device.key.publicKeyText };
  const store = new AuditStore(db, keys.device.id);
  return {
    api: { store, ledger: new Ledger(store, keys, clock, newId), warrants: new Warrants(store, device) },
  };
}
