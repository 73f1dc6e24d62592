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

  constructor(db: Database) {
    this.#db = db;
  }

  read(level: number, index: number): Uint8Array {
    const row = this.#db
      .prepare('SELECT hashes FROM ledger_tiles WHERE level = ? AND idx = ?')
      .get([level, index]);
    return new Uint8Array(Buffer.from(String(row?.hashes ?? ''), 'hex'));
  }

  /** How many tiles of leaves the tiles above include. */
  coveredTiles(): number {
    const row = this.#db
      .prepare(
        'SELECT idx, length(hashes) AS digits FROM ledger_tiles WHERE level = 1 ORDER BY idx DESC LIMIT 1',
      )
      .get();
    return row ? Number(row.idx) * TILE_WIDTH + Number(row.digits) / DIGITS : 0;
  }

  grow({ level, index, hash }: GrownTile): void {
    this.#db
      .prepare(
        `INSERT INTO ledger_tiles (level, idx, hashes) VALUES (?, ?, ?)
         ON CONFLICT (level, idx) DO UPDATE SET hashes = hashes || excluded.hashes`,
      )
      .run([level, index, toHex(hash)]);
  }
}
