import { toBase64 } from '../../../shared/ledger/bytes.ts';
import type { EntryKind } from '../../../shared/ledger/kinds/all-kinds.ts';
import type { Frontier } from '../../../shared/ledger/merkle.ts';
import type { Database } from '../storage/database.ts';
import { CosignatureStore } from './cosignature.store.ts';
import type { Enclosure } from './enclosure.ts';
import { ENTRY_COLUMNS, EntrySearchStore, toStoredEntry } from './entry-search.store.ts';
import { filedUnder } from './filing.ts';
import type { StoredEntry } from './stored-entry.ts';
import type { StoredRecord } from './stored-record.ts';
import { TileStore } from './tile.store.ts';

/** The rows of the ledger. This store does not judge them: they are bytes until shared/ledger has verified them. */
export class AuditStore implements StoredRecord {
  readonly tiles: TileStore;
  readonly cosignatures: CosignatureStore;
  readonly search: EntrySearchStore;
  readonly #db: Database;
  readonly #device: string;

  constructor(db: Database, device: string) {
    this.#db = db;
    this.#device = device;
    this.tiles = new TileStore(db, device);
    this.cosignatures = new CosignatureStore(db, device);
    this.search = new EntrySearchStore(db, device);
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
    const { seq, kind, actor, case: caseId, line } = entry;
    const { at, mentions } = filedUnder(line);
    this.#db
      .prepare(
        'INSERT INTO ledger_entries (device, seq, kind, actor, at, case_id, line) VALUES (?, ?, ?, ?, ?, ?, ?)',
      )
      .run([this.#device, seq, kind, actor, at, caseId, line]);
    for (const id of mentions)
      this.#db
        .prepare('INSERT INTO ledger_mentions (device, id, seq) VALUES (?, ?, ?)')
        .run([this.#device, id, seq]);
    const roots = frontier.roots.map((root) => Buffer.from(root).toString('base64')).join(' ');
    this.#db
      .prepare('INSERT OR REPLACE INTO ledger_frontiers (device, size, roots) VALUES (?, ?, ?)')
      .run([this.#device, frontier.size, roots]);
  }

  lineAt(seq: number): string | null {
    const row = this.#db
      .prepare('SELECT line FROM ledger_entries WHERE device = ? AND seq = ?')
      .get([this.#device, seq]);
    return row ? String(row.line) : null;
  }

  enclosureAt(seq: number): Enclosure | null {
    const row = this.#db
      .prepare('SELECT salt, enclosure FROM ledger_enclosures WHERE device = ? AND seq = ?')
      .get([this.#device, seq]);
    if (!row) return null;
    return { salt: new Uint8Array(Buffer.from(String(row.salt), 'base64')), text: String(row.enclosure) };
  }

  enclose(seq: number, { salt, text }: Enclosure): void {
    this.#db
      .prepare('INSERT INTO ledger_enclosures (device, seq, salt, enclosure) VALUES (?, ?, ?, ?)')
      .run([this.#device, seq, toBase64(salt), text]);
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

  lastCheckpoint(size: number): { size: number; note: string } | null {
    const row = this.#db
      .prepare(
        'SELECT size, note FROM ledger_checkpoints WHERE device = ? AND size <= ? ORDER BY size DESC LIMIT 1',
      )
      .get([this.#device, size]);
    return row ? { size: Number(row.size), note: String(row.note) } : null;
  }

  pageFrom(seq: number, limit: number): { entries: StoredEntry[]; checkpoints: Map<number, string> } {
    const entries = this.#db
      .prepare(
        `SELECT ${ENTRY_COLUMNS} FROM ledger_entries e WHERE device = ? AND seq >= ? ORDER BY seq LIMIT ?`,
      )
      .all([this.#device, seq, limit])
      .map(toStoredEntry);
    const last = entries.at(-1)?.seq ?? seq;
    const checkpoints = this.#db
      .prepare('SELECT size, note FROM ledger_checkpoints WHERE device = ? AND size > ? AND size <= ?')
      .all([this.#device, seq, last + 1]);
    return { entries, checkpoints: new Map(checkpoints.map((row) => [Number(row.size), String(row.note)])) };
  }

  counts(): { entries: number; checkpoints: number } {
    const count = (sql: string) => Number(this.#db.prepare(sql).get([this.#device])?.n ?? 0);
    return {
      entries: count('SELECT count(*) AS n FROM ledger_entries WHERE device = ?'),
      checkpoints: count('SELECT count(*) AS n FROM ledger_checkpoints WHERE device = ?'),
    };
  }
}
