import { toBase64 } from '../../../shared/ledger/bytes.ts';
import { type Frontier, textLeafHash } from '../../../shared/ledger/merkle.ts';
import { nodeLedgerCrypto } from '../keys/signing-key.ts';
import type { Database } from '../storage/database.ts';
import { CosignatureStore } from './cosignature.store.ts';
import type { Enclosure } from './enclosure.ts';
import { ENTRIES, ENTRY_COLUMNS, EntrySearchStore, LAST_FILED, toStoredEntry } from './entry-search.store.ts';
import type { FiledEntry } from './filing.ts';
import type { StoredEntry } from './stored-entry.ts';
import type { StoredRecord } from './stored-record.ts';
import { TileStore } from './tile.store.ts';

/** The workstation that signed an entry, and the number it gave it. */
interface SignedAs {
  device: string;
  seq: number;
}

/** The last entry, and the tree with it. */
interface Edge extends SignedAs {
  frontier: Frontier;
  leaf: Uint8Array;
}

/** The rows of the ledger. This store does not judge them: they are bytes until shared/ledger has verified them. */
export class AuditStore implements StoredRecord {
  readonly tiles: TileStore;
  readonly cosignatures: CosignatureStore;
  readonly search: EntrySearchStore;
  readonly #db: Database;
  /** The right edge of the tree after the last entry that was stored here, and that entry. */
  #edge: Edge | null = null;

  constructor(db: Database) {
    this.#db = db;
    this.tiles = new TileStore(db);
    this.cosignatures = new CosignatureStore(db);
    this.search = new EntrySearchStore(db);
  }

  frontier(): Frontier {
    const size = this.#db.prepare('SELECT size FROM ledger_frontiers').get();
    return this.#edgeAt(Number(size?.size ?? 0))?.frontier ?? this.#storedFrontier();
  }

  /** Forgets the end of the log that is kept in memory: rows were put back beneath this store. */
  lookAnew(): void {
    this.#edge = null;
  }

  /** What is remembered, unless it was undone with its transaction. */
  #edgeAt(size: number): Edge | null {
    return this.#edge?.frontier.size === size ? this.#edge : null;
  }

  #storedFrontier(): Frontier {
    const row = this.#db.prepare('SELECT size, roots FROM ledger_frontiers').get();
    if (!row) return { size: 0, roots: [] };
    const roots = String(row.roots).split(' ').filter(Boolean);
    return {
      size: Number(row.size),
      roots: roots.map((root) => new Uint8Array(Buffer.from(root, 'base64'))),
    };
  }

  /** Adds an entry behind all others. @param frontier the tree with it */
  insert(entry: FiledEntry & SignedAs & { line: string }, frontier: Frontier, leaf: Uint8Array): void {
    const { device, seq, kind, actor, at, case: caseId, mentions, line } = entry;
    const position = frontier.size - 1;
    this.#db
      .prepare(
        'INSERT INTO ledger_entries (position, device, seq, kind, actor, at, case_id, line) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
      )
      .run([position, device, seq, kind, actor, at, caseId, line]);
    for (const id of mentions)
      this.#db.prepare('INSERT INTO ledger_mentions (id, position) VALUES (?, ?)').run([id, position]);
    const roots = frontier.roots.map((root) => Buffer.from(root).toString('base64')).join(' ');
    this.#db
      .prepare(
        `INSERT INTO ledger_frontiers (id, size, roots) VALUES (0, ?, ?)
         ON CONFLICT (id) DO UPDATE SET size = excluded.size, roots = excluded.roots`,
      )
      .run([frontier.size, roots]);
    this.#edge = { device, seq, frontier, leaf };
  }

  /** Files what was not filed yet of the first `size` entries, so that a search does not read them one by one. */
  file(size: number): void {
    this.#db
      .prepare(
        `INSERT INTO ledger_filed (position, device, seq, kind, actor, at, case_id)
         SELECT position, device, seq, kind, actor, at, case_id FROM ledger_entries
         WHERE position < ? AND position > ${LAST_FILED}`,
      )
      .run([size]);
  }

  /**
   * The last of the first `size` entries, which are all, that this workstation signed: its place, own number and leaf
   * hash; null where there is none.
   */
  lastOf(device: string, size: number): { position: number; seq: number; leaf: Uint8Array } | null {
    const edge = this.#edgeAt(size);
    if (edge?.device === device) return { position: size - 1, seq: edge.seq, leaf: edge.leaf };
    const last = this.#lastOf(device);
    if (last === null) return null;
    const [line = ''] = this.linesFrom(last.position, 1);
    return { ...last, leaf: textLeafHash(line, nodeLedgerCrypto.sha256) };
  }

  lastNumberOf(device: string): number | null {
    return this.#lastOf(device)?.seq ?? null;
  }

  positionOf(device: string, number: number): number | null {
    const row =
      this.#db
        .prepare('SELECT position FROM ledger_filed WHERE device = ? AND seq = ?')
        .get([device, number]) ??
      this.#db
        .prepare(
          `SELECT position FROM ledger_entries WHERE position > ${LAST_FILED} AND device = ? AND seq = ?`,
        )
        .get([device, number]);
    return row ? Number(row.position) : null;
  }

  /** The last entry of a workstation. */
  #lastOf(device: string): { position: number; seq: number } | null {
    const row =
      this.#db
        .prepare(
          `SELECT position, seq FROM ledger_entries WHERE position > ${LAST_FILED} AND device = ?
           ORDER BY position DESC LIMIT 1`,
        )
        .get([device]) ??
      this.#db
        .prepare('SELECT position, seq FROM ledger_filed WHERE device = ? ORDER BY seq DESC LIMIT 1')
        .get([device]);
    return row ? { position: Number(row.position), seq: Number(row.seq) } : null;
  }

  enclosureAt(seq: number): Enclosure | null {
    const row = this.#db
      .prepare('SELECT salt, enclosure FROM ledger_enclosures WHERE position = ?')
      .get([seq]);
    if (!row) return null;
    return { salt: new Uint8Array(Buffer.from(String(row.salt), 'base64')), text: String(row.enclosure) };
  }

  enclose(seq: number, { salt, text }: Enclosure): void {
    this.#db
      .prepare('INSERT INTO ledger_enclosures (position, salt, enclosure) VALUES (?, ?, ?)')
      .run([seq, toBase64(salt), text]);
  }

  /** Deletes what these entries enclose. */
  eraseEnclosures(entries: readonly number[]): void {
    this.#db
      .prepare('DELETE FROM ledger_enclosures WHERE position IN (SELECT value FROM json_each(?))')
      .run([JSON.stringify(entries)]);
  }

  insertCheckpoint(size: number, note: string): void {
    this.#db.prepare('INSERT INTO ledger_checkpoints (size, note) VALUES (?, ?)').run([size, note]);
  }

  checkpointAt(size: number): string | null {
    const row = this.#db.prepare('SELECT note FROM ledger_checkpoints WHERE size = ?').get([size]);
    return row ? String(row.note) : null;
  }

  checkpointsAfter(size: number): number {
    const row = this.#db.prepare('SELECT count(*) AS n FROM ledger_checkpoints WHERE size > ?').get([size]);
    return Number(row?.n ?? 0);
  }

  lastCheckpoint(size: number): { size: number; note: string } | null {
    const row = this.#db
      .prepare('SELECT size, note FROM ledger_checkpoints WHERE size <= ? ORDER BY size DESC LIMIT 1')
      .get([size]);
    return row ? { size: Number(row.size), note: String(row.note) } : null;
  }

  linesFrom(seq: number, limit: number): string[] {
    return this.#db
      .prepare('SELECT line FROM ledger_entries WHERE position >= ? ORDER BY position LIMIT +?')
      .all([seq, limit])
      .map((row) => String(row.line));
  }

  pageFrom(seq: number, limit: number): { entries: StoredEntry[]; checkpoints: Map<number, string> } {
    const entries = this.#db
      .prepare(
        `SELECT ${ENTRY_COLUMNS} FROM ${ENTRIES} WHERE e.position >= :seq ORDER BY e.position LIMIT +:limit`,
      )
      .all({ seq, limit })
      .map(toStoredEntry);
    const last = entries.at(-1)?.seq ?? seq;
    const checkpoints = this.#db
      .prepare('SELECT size, note FROM ledger_checkpoints WHERE size > ? AND size <= ?')
      .all([seq, last + 1]);
    return { entries, checkpoints: new Map(checkpoints.map((row) => [Number(row.size), String(row.note)])) };
  }

  counts(): { entries: number; checkpoints: number } {
    const count = (sql: string) => Number(this.#db.prepare(sql).get()?.n ?? 0);
    return {
      entries: count('SELECT count(*) AS n FROM ledger_entries'),
      checkpoints: count('SELECT count(*) AS n FROM ledger_checkpoints'),
    };
  }
}
