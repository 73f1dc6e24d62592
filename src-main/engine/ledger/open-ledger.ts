import type { Clock } from '../../ports/clock.ts';
import type { Database } from '../storage/database.ts';
import { AuditStore } from './audit.store.ts';
import { Ledger, type LedgerKeys } from './ledger.ts';

/** The ledger of a workstation in an open database; needs no open vault. */
export const openLedger = (
  db: Database,
  device: string,
  keys: LedgerKeys,
  clock: Clock,
  newId: () => string,
): Ledger => new Ledger(new AuditStore(db, device), keys, clock, newId);
