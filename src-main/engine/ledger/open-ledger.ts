import type { Database } from '../storage/database.ts';
import { AuditStore } from './audit.store.ts';
import { Ledger, type LedgerParts } from './ledger.ts';
import type { StoredRecord } from './stored-record.ts';

/** The ledger of a workstation in an open database; needs no open vault. */
export const openLedger = (db: Database, parts: LedgerParts): Ledger =>
  new Ledger(new AuditStore(db, parts.keys.device.id), parts);

/** The record of a workstation in an open database, to be read; needs no open vault. */
export const openRecord = (db: Database, device: string): StoredRecord => new AuditStore(db, device);
