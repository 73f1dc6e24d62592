import type { EntryKind } from '../../../shared/ledger/entry.ts';
import type { Frontier } from '../../../shared/ledger/merkle.ts';
import type { Database, SqlRow } from '../vault/database.ts';
import { CosignatureStore } from './cosignature.store.ts';
import { TileStore } from './tile.store.ts';

/** An entry as it was signed, and the columns it is found by. */
export interface StoredEntry {
  seq: number;
  kind: string;
  actor: string;
  case: string | null;
  line: string;
}

export interface EntryFilter {
  before?: number | undefined;
  case?: string | undefined;
  actor?: string | undefined;
  kind?: EntryKind | undefined;
}

const COLUMNS = 'seq, kind, actor, case_id, line';

/** The ledger's rows. Nothing here judges them: they are bytes until shared/ledger has verified them. */
export class AuditStore {
  readonly tiles: TileStore;
  readonly cosignatures: CosignatureStore;
  readonly #db: Database;
  readonly #device: string;

  constructor(db: Database, device: string) {
    this.#db = db;
    this.#device = device;
    this.tiles = new TileStore(db, device);
    this.cosignatures = new CosignatureStore(db, device);
  }

  frontier(): Frontier {
    const row = this.#db
      .prepare('SELECT size, roots FROM ledger_frontiers WHERE device = ?')
      .get([this.#device]);
    if (!row) return { size: 0, roots: [] };
    const roots = String(row.roots).split(' ').filter(Boolean);
    return {
      size: Number(row.size),
      roots: roots.map((root) => new Uint8Array(Buffer.from(root, 'base64'))),
    };
  }

  insert(
    entry: { seq: number; kind: EntryKind; actor: string; case: string | null; line: string },
    frontier: Frontier,
  ): void {
    this.#db
      .prepare(
        'INSERT INTO ledger_entries (device, seq, kind, actor, case_id, line) VALUES (?, ?, ?, ?, ?, ?)',
      )
      .run([this.#device, entry.seq, entry.kind, entry.actor, entry.case, entry.line]);
    const roots = frontier.roots.map((root) => Buffer.from(root).toString('base64')).join(' ');
    this.#db
      .prepare('INSERT OR REPLACE INTO ledger_frontiers (device, size, roots) VALUES (?, ?, ?)')
      .run([this.#device, frontier.size, roots]);
  }

  insertCheckpoint(size: number, note: string): void {
    this.#db
      .prepare('INSERT INTO ledger_checkpoints (device, size, note) VALUES (?, ?, ?)')
      .run([this.#device, size, note]);
  }

  checkpointAt(size: number): string | null {
    const row = this.#db
      .prepare('SELECT note FROM ledger_checkpoints WHERE device = ? AND size = ?')
      .get([this.#device, size]);
    return row ? String(row.note) : null;
  }

  checkpointsAfter(size: number): number {
    const row = this.#db
      .prepare('SELECT count(*) AS n FROM ledger_checkpoints WHERE device = ? AND size > ?')
      .get([this.#device, size]);
    return Number(row?.n ?? 0);
  }

  /** The largest checkpoint there is over no more than `size` entries. */
  lastCheckpoint(size: number): { size: number; note: string } | null {
    const row = this.#db
      .prepare(
        'SELECT size, note FROM ledger_checkpoints WHERE device = ? AND size <= ? ORDER BY size DESC LIMIT 1',
      )
      .get([this.#device, size]);
    return row ? { size: Number(row.size), note: String(row.note) } : null;
  }

  /** Entries from `seq` on, in order, with the checkpoints that stand after them. */
  pageFrom(seq: number, limit: number): { entries: StoredEntry[]; checkpoints: Map<number, string> } {
    const entries = this.#db
      .prepare(`SELECT ${COLUMNS} FROM ledger_entries WHERE device = ? AND seq >= ? ORDER BY seq LIMIT ?`)
      .all([this.#device, seq, limit])
      .map(toEntry);
    const last = entries.at(-1)?.seq ?? seq;
    const checkpoints = this.#db
      .prepare('SELECT size, note FROM ledger_checkpoints WHERE device = ? AND size > ? AND size <= ?')
      .all([this.#device, seq, last + 1]);
    return { entries, checkpoints: new Map(checkpoints.map((row) => [Number(row.size), String(row.note)])) };
  }

  /** How many entries and checkpoints there are rows for, whatever the frontier says. */
  counts(): { entries: number; checkpoints: number } {
    const count = (sql: string) => Number(this.#db.prepare(sql).get([this.#device])?.n ?? 0);
    return {
      entries: count('SELECT count(*) AS n FROM ledger_entries WHERE device = ?'),
      checkpoints: count('SELECT count(*) AS n FROM ledger_checkpoints WHERE device = ?'),
    };
  }

  newest(filter: EntryFilter, limit: number): { total: number; entries: StoredEntry[] } {
    const conditions = ['device = ?'];
    const values: (string | number)[] = [this.#device];
    const add = (condition: string, value: string | number | undefined) => {
      if (value === undefined) return;
      conditions.push(condition);
      values.push(value);
    };
    add('case_id = ?', filter.case);
    add('actor = ?', filter.actor);
    add('kind = ?', filter.kind);
    const where = () => conditions.join(' AND ');
    const total = Number(
      this.#db.prepare(`SELECT count(*) AS n FROM ledger_entries WHERE ${where()}`).get(values)?.n ?? 0,
    );
    add('seq < ?', filter.before);
    const entries = this.#db
      .prepare(`SELECT ${COLUMNS} FROM ledger_entries WHERE ${where()} ORDER BY seq DESC LIMIT ?`)
      .all([...values, limit])
      .map(toEntry);
    return { total, entries };
  }
}

const toEntry = (row: SqlRow): StoredEntry => ({
  seq: Number(row.seq),
  kind: String(row.kind),
  actor: String(row.actor),
  case: row.case_id === null ? null : String(row.case_id),
  line: String(row.line),
});
