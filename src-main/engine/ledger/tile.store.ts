import { toHex } from '../../../shared/ledger/bytes.ts';
import { type GrownTile, TILE_WIDTH } from '../../../shared/ledger/tiles.ts';
import type { Database } from '../storage/database.ts';
import type { StoredTiles } from './stored-record.ts';

/** Hexadecimal digits of a hash. */
const DIGITS = 64;

/**
 * The ledger's hashes in tiles of 16. The leaves are not stored: they are computed from the entries.
 * Every verification recomputes the tiles.
 */
export class TileStore implements StoredTiles {
  readonly #db: Database;
  readonly #device: string;

  constructor(db: Database, device: string) {
    this.#db = db;
    this.#device = device;
  }

  read(level: number, index: number): Uint8Array {
    const row = this.#db
      .prepare('SELECT hashes FROM ledger_tiles WHERE device = ? AND level = ? AND idx = ?')
      .get([this.#device, level, index]);
    return new Uint8Array(Buffer.from(String(row?.hashes ?? ''), 'hex'));
  }

  /** How many tiles of leaves the tiles above include. */
  coveredTiles(): number {
    const row = this.#db
      .prepare(
        'SELECT idx, length(hashes) AS digits FROM ledger_tiles WHERE device = ? AND level = 1 ORDER BY idx DESC LIMIT 1',
      )
      .get([this.#device]);
    return row ? Number(row.idx) * TILE_WIDTH + Number(row.digits) / DIGITS : 0;
  }

  grow({ level, index, hash }: GrownTile): void {
    this.#db
      .prepare(
        `INSERT INTO ledger_tiles (device, level, idx, hashes) VALUES (?, ?, ?, ?)
         ON CONFLICT (device, level, idx) DO UPDATE SET hashes = hashes || excluded.hashes`,
      )
      .run([this.#device, level, index, toHex(hash)]);
  }
}
