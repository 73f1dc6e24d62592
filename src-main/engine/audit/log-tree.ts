import { concat, utf8 } from '../../../shared/ledger/bytes.ts';
import { leafHash } from '../../../shared/ledger/merkle.ts';
import {
  consistencyProof,
  type HashSource,
  inclusionProof,
  rangeHash,
} from '../../../shared/ledger/proof.ts';
import { growAbove, hashesOfTiles, TILE_WIDTH } from '../../../shared/ledger/tiles.ts';
import { Failure } from '../failure.ts';
import { nodeLedgerCrypto } from '../vault/signing-key.ts';
import type { AuditStore } from './audit.store.ts';

const { sha256 } = nodeLedgerCrypto;

/** The ledger's Merkle tree by way of its tiles: any root or proof for a few reads. */
export class LogTree {
  readonly #store: AuditStore;

  constructor(store: AuditStore) {
    this.#store = store;
  }

  /**
   * Takes leaves that make a whole tile into the tiles above: one tile, every 256 entries; all of them in a vault from
   * before there were tiles. Called inside the transaction that appends.
   */
  keepUp(size: number): void {
    const { tiles } = this.#store;
    const read = (level: number, index: number) => tiles.read(level, index);
    for (let index = tiles.coveredTiles(); index < Math.floor(size / TILE_WIDTH); index++) {
      for (const grown of growAbove(index, this.#leafHashes(index), read, sha256)) tiles.grow(grown);
    }
  }

  rootAt(size: number): Uint8Array {
    return this.#proven((source) => rangeHash(source, 0, size, sha256));
  }

  inclusion(seq: number, size: number): Uint8Array[] {
    return this.#proven((source) => inclusionProof(source, seq, size, sha256));
  }

  consistency(oldSize: number, newSize: number): Uint8Array[] {
    return this.#proven((source) => consistencyProof(source, oldSize, newSize, sha256));
  }

  #proven<Result>(work: (source: HashSource) => Result): Result {
    const { tiles } = this.#store;
    const made = new Map<number, Uint8Array>();
    const read = (level: number, index: number): Uint8Array => {
      if (level > 0) return tiles.read(level, index);
      const leaves = made.get(index) ?? this.#leafHashes(index);
      made.set(index, leaves);
      return leaves;
    };
    try {
      return work(hashesOfTiles(read, sha256));
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      const problem = `the hashes of the ledger are not complete: ${error.message}`;
      throw new Failure({ code: 'INTEGRITY', data: { problem } });
    }
  }

  #leafHashes(tile: number): Uint8Array {
    const { entries } = this.#store.pageFrom(tile * TILE_WIDTH, TILE_WIDTH);
    return concat(...entries.map(({ line }) => leafHash(utf8(line), sha256)));
  }
}
