import { concat, equalBytes } from '../../../shared/ledger/bytes.ts';
import { textLeafHash } from '../../../shared/ledger/merkle.ts';
import { TILE_WIDTH, tileRoot } from '../../../shared/ledger/tiles.ts';
import type { Problem } from '../../../shared/ledger/verify.ts';
import { nodeLedgerCrypto } from '../keys/signing-key.ts';
import type { StoredTiles } from '../ledger/stored-record.ts';

const { sha256 } = nodeLedgerCrypto;

/**
 * Compares stored tiles with those that verification recomputes from the entries; needs memory for one tile per level.
 */
export class TileCheck {
  readonly #tiles: StoredTiles;
  /** The growing tile of each level. */
  readonly #growing: Uint8Array[][] = [];
  readonly #complete: number[] = [];

  constructor(tiles: StoredTiles) {
    this.#tiles = tiles;
  }

  /** Processes the next entry. */
  take(line: string): Problem[] {
    return this.#grow(0, textLeafHash(line, sha256));
  }

  /** Compares the tiles above the leaves that are not full yet. */
  end(): Problem[] {
    return this.#growing.flatMap((hashes, level) =>
      level > 0 && hashes.length > 0 ? this.#compare(level, concat(...hashes)) : [],
    );
  }

  #grow(level: number, hash: Uint8Array): Problem[] {
    const growing = this.#growing[level] ?? [];
    this.#growing[level] = growing;
    growing.push(hash);
    if (growing.length < TILE_WIDTH) return [];
    const tile = concat(...growing);
    const problems = level > 0 ? this.#compare(level, tile) : [];
    this.#complete[level] = (this.#complete[level] ?? 0) + 1;
    this.#growing[level] = [];
    return [...problems, ...this.#grow(level + 1, tileRoot(tile, sha256))];
  }

  #compare(level: number, tile: Uint8Array): Problem[] {
    const index = this.#complete[level] ?? 0;
    const stored = this.#tiles.read(level, index).subarray(0, tile.length);
    return equalBytes(stored, tile) ? [] : [{ seq: null, fault: { code: 'hashes-differ', level, index } }];
  }
}
