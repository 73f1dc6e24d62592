import type { Database } from './database.ts';
import { TableRowStore } from './table-rows.store.ts';
import type { TableRows } from './table-rows.ts';

/** The rows of an open database, table by table. */
export const openTableRows = (db: Database): TableRows => new TableRowStore(db);
