import type { Database } from '../storage/database.ts';
import { AuditStore } from './audit.store.ts';
import { Ledger, type LedgerParts } from './ledger.ts';

/** The ledger of a workstation in an open database; needs no open vault. */
export const openLedger = (db: Database, parts: LedgerParts): Ledger =>
  new Ledger(new AuditStore(db, parts.keys.device.id), parts);
