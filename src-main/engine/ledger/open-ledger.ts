import type { Database } from '../storage/database.ts';
import { AuditStore } from './audit.store.ts';
import { Ledger, type LedgerParts } from './ledger.ts';
import type { StoredRecord } from './stored-record.ts';

/** The ledger in an open database; needs no open vault. */
export const openLedger = (db: Database, parts: LedgerParts): Ledger => new Ledger(new AuditStore(db), parts);

/** The record in an open database, to be read; needs no open vault. */
export const openRecord = (db: Database): StoredRecord => new AuditStore(db);
