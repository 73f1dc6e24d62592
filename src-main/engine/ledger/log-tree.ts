import { concat } from '../../../shared/ledger/bytes.ts';
import { textLeafHash } from '../../../shared/ledger/merkle.ts';
import {
  consistencyProof,
  type HashSource,
  inclusionProof,
  rangeHash,
} from '../../../shared/ledger/proof.ts';
import { growAbove, hashesOfTiles, TILE_WIDTH, type TileSource } from '../../../shared/ledger/tiles.ts';
import { nodeLedgerCrypto } from '../keys/signing-key.ts';
import { damaged } from '../storage/failure.ts';
import type { StoredRecord } from './stored-record.ts';
import type { TileStore } from './tile.store.ts';

const { sha256 } = nodeLedgerCrypto;
/** Tiles kept in memory, 8 kB each. */
const TILES_REMEMBERED = 64;

type Rows = Pick<StoredRecord, 'tiles' | 'linesFrom'>;

/** The ledger's Merkle tree, read from its tiles: any root or proof costs a few reads. */
export class LogTree {
  readonly #record: Rows;

  constructor(record: Rows) {
    this.#record = record;
  }

  /**
   * Adds full tiles of leaves to the tiles above them: usually one tile, every 16 entries. Called inside the
   * transaction that appends.
   */
  keepUp(size: number, tiles: TileStore): void {
    const read = (level: number, index: number) => tiles.read(level, index);
    for (let index = tiles.coveredTiles(); index < Math.floor(size / TILE_WIDTH); index++) {
      for (const grown of growAbove(index, this.#leafHashes(index), read, sha256)) tiles.grow(grown);
    }
  }

  /** The RFC 6962 root over the first entries. */
  rootAt(size: number): Uint8Array {
    return this.#proven((source) => rangeHash(source, 0, size, sha256));
  }

  inclusion(seq: number, size: number): Uint8Array[] {
    return this.#proven((source) => inclusionProof(source, seq, size, sha256));
  }

  /** Proofs of many entries under one size. Shared hashes are read once, so ask in rising order. */
  inclusions(size: number): (seq: number) => Uint8Array[] {
    const read = remembering((level, index) => this.#tile(level, index), TILES_REMEMBERED);
    return (seq) => this.#proven((source) => inclusionProof(source, seq, size, sha256), read);
  }

  consistency(oldSize: number, newSize: number): Uint8Array[] {
    return this.#proven((source) => consistencyProof(source, oldSize, newSize, sha256));
  }

  #proven<Result>(
    work: (source: HashSource) => Result,
    read: TileSource = remembering((level, index) => this.#tile(level, index), TILES_REMEMBERED),
  ): Result {
    try {
      return work(hashesOfTiles(read, sha256));
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      throw damaged({ problem: 'ledger-hashes-incomplete', why: error.message });
    }
  }

  #tile(level: number, index: number): Uint8Array {
    return level > 0 ? this.#record.tiles.read(level, index) : this.#leafHashes(index);
  }

  #leafHashes(tile: number): Uint8Array {
    const lines = this.#record.linesFrom(tile * TILE_WIDTH, TILE_WIDTH);
    return concat(...lines.map((line) => textLeafHash(line, sha256)));
  }
}

/** Caches tiles, dropping the one that was read first. */
function remembering(read: TileSource, most: number): TileSource {
  const kept = new Map<string, Uint8Array>();
  return (level, index) => {
    const key = `${level}/${index}`;
    const tile = kept.get(key) ?? read(level, index);
    if (!kept.has(key) && kept.size >= most) kept.delete(kept.keys().next().value ?? key);
    kept.set(key, tile);
    return tile;
  };
}
