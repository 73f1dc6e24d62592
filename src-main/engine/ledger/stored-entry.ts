import type { SqlRow } from '../storage/database.ts';

/** An entry as it was signed, and the columns it is found by. */
export interface StoredEntry {
  seq: number;
  kind: string;
  actor: string;
  at: string;
  case: string | null;
  /** Ids it is found by besides, with a space between. */
  mentions: string;
  line: string;
}

/** Of `ledger_entries e`. */
export const ENTRY_COLUMNS = `seq, kind, actor, at, case_id, line,
  (SELECT group_concat(m.id, ' ') FROM ledger_mentions m WHERE m.device = e.device AND m.seq = e.seq) AS mentions`;

export const toStoredEntry = (row: SqlRow): StoredEntry => ({
  seq: Number(row.seq),
  kind: String(row.kind),
  actor: String(row.actor),
  at: String(row.at),
  case: row.case_id === null ? null : String(row.case_id),
  mentions: String(row.mentions ?? ''),
  line: String(row.line),
});
