import { toBase64 } from '../../../shared/ledger/bytes.ts';
import { type Frontier, textLeafHash } from '../../../shared/ledger/merkle.ts';
import { nodeLedgerCrypto } from '../keys/signing-key.ts';
import type { Database } from '../storage/database.ts';
import { CosignatureStore } from './cosignature.store.ts';
import type { Enclosure } from './enclosure.ts';
import { ENTRIES, ENTRY_COLUMNS, EntrySearchStore, toStoredEntry } from './entry-search.store.ts';
import type { FiledEntry } from './filing.ts';
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
  /** The right edge of the tree after the last entry that was stored here, and that entry's leaf hash. */
  #edge: { frontier: Frontier; leaf: Uint8Array } | null = null;

  constructor(db: Database, device: string) {
    this.#db = db;
    this.#device = device;
    this.tiles = new TileStore(db, device);
    this.cosignatures = new CosignatureStore(db, device);
    this.search = new EntrySearchStore(db, device);
  }

  frontier(): Frontier {
    const size = this.#db.prepare('SELECT size FROM ledger_frontiers WHERE device = ?').get([this.#device]);
    return this.#edgeAt(Number(size?.size ?? 0))?.frontier ?? this.#storedFrontier();
  }

  /** What is remembered, unless it was undone with its transaction. */
  #edgeAt(size: number): { frontier: Frontier; leaf: Uint8Array } | null {
    return this.#edge?.frontier.size === size ? this.#edge : null;
  }

  #storedFrontier(): Frontier {
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

  insert(entry: FiledEntry & { seq: number; line: string }, frontier: Frontier, leaf: Uint8Array): void {
    const { seq, kind, actor, at, case: caseId, mentions, line } = entry;
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
    this.#edge = { frontier, leaf };
  }

  /** Files what was not filed yet of the first `size` entries, so that a search does not read them one by one. */
  file(size: number): void {
    this.#db
      .prepare(
        `INSERT INTO ledger_filed (device, seq, kind, actor, at, case_id)
         SELECT device, seq, kind, actor, at, case_id FROM ledger_entries
         WHERE device = :device AND seq < :size
         AND seq > (SELECT coalesce(max(seq), -1) FROM ledger_filed WHERE device = :device)`,
      )
      .run({ device: this.#device, size });
  }

  /** The leaf hash of the last of the first `size` entries; null where there is none. */
  lastLeaf(size: number): Uint8Array | null {
    const known = this.#edgeAt(size);
    if (known !== null) return known.leaf;
    const row = this.#db
      .prepare('SELECT line FROM ledger_entries WHERE device = ? AND seq = ?')
      .get([this.#device, size - 1]);
    return row ? textLeafHash(String(row.line), nodeLedgerCrypto.sha256) : null;
  }

  enclosureAt(seq: number): Enclosure | null {
    const row = this.#db
      .prepare(
        `SELECT salt, enclosure FROM ledger_enclosures
         WHERE place = (SELECT place FROM ledger_entries WHERE device = ? AND seq = ?)`,
      )
      .get([this.#device, seq]);
    if (!row) return null;
    return { salt: new Uint8Array(Buffer.from(String(row.salt), 'base64')), text: String(row.enclosure) };
  }

  enclose(seq: number, { salt, text }: Enclosure): void {
    this.#db
      .prepare(
        `INSERT INTO ledger_enclosures (place, salt, enclosure)
         SELECT place, ?, ? FROM ledger_entries WHERE device = ? AND seq = ?`,
      )
      .run([toBase64(salt), text, this.#device, seq]);
  }

  /** Deletes what these entries enclose. */
  eraseEnclosures(entries: readonly number[]): void {
    this.#db
      .prepare(
        `DELETE FROM ledger_enclosures WHERE place IN (
           SELECT e.place FROM ledger_entries e JOIN json_each(?) asked ON asked.value = e.seq WHERE e.device = ?)`,
      )
      .run([JSON.stringify(entries), this.#device]);
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

  linesFrom(seq: number, limit: number): string[] {
    return this.#db
      .prepare('SELECT line FROM ledger_entries WHERE device = ? AND seq >= ? ORDER BY seq LIMIT +?')
      .all([this.#device, seq, limit])
      .map((row) => String(row.line));
  }

  pageFrom(seq: number, limit: number): { entries: StoredEntry[]; checkpoints: Map<number, string> } {
    const entries = this.#db
      .prepare(
        `SELECT ${ENTRY_COLUMNS} FROM ${ENTRIES} WHERE e.device = :device AND e.seq >= :seq ORDER BY e.seq LIMIT +:limit`,
      )
      .all({ device: this.#device, seq, limit })
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
