import { concat } from './bytes.ts';
import type { LedgerCrypto } from './crypto.ts';
import { nodeHash } from './merkle.ts';
import type { HashSource } from './proof.ts';

/**
 * A tile holds up to 16 hashes of every fourth level of the tree. C2SP tlog-tiles are 256 wide, for readers over a
 * network; from a database, a proof needs a tenth of the hashes with narrow ones.
 */
export const TILE_WIDTH = 16;
const TILE_HEIGHT = 4;
const HASH_BYTES = 32;

/** Reads the tile at `level` and `index`: its hashes one after the other, all or as many as are complete. */
export type TileSource = (level: number, index: number) => Uint8Array;

/** The root of a full tile, which is one hash of a tile of the level above. */
export const tileRoot = (tile: Uint8Array, sha256: LedgerCrypto['sha256']): Uint8Array =>
  subtreeRoot(tile, 0, TILE_WIDTH, sha256);

/** The hashes of all complete subtrees, read from tiles. Reads one tile per hash. */
export function hashesOfTiles(tiles: TileSource, sha256: LedgerCrypto['sha256']): HashSource {
  return (level, index) => {
    const tileLevel = Math.floor(level / TILE_HEIGHT);
    const width = 2 ** (level % TILE_HEIGHT);
    const first = index * width;
    const tile = tiles(tileLevel, Math.floor(first / TILE_WIDTH));
    const from = first % TILE_WIDTH;
    if (tile.length < (from + width) * HASH_BYTES)
      throw new RangeError(`tile ${tileLevel}/${Math.floor(first / TILE_WIDTH)} is too short`);
    return subtreeRoot(tile, from, from + width, sha256);
  };
}

/** Root over the hashes `from` to `to` of a tile; their number is a power of two. */
function subtreeRoot(tile: Uint8Array, from: number, to: number, sha256: LedgerCrypto['sha256']): Uint8Array {
  if (to - from === 1) return tile.slice(from * HASH_BYTES, to * HASH_BYTES);
  const middle = (from + to) / 2;
  return nodeHash(subtreeRoot(tile, from, middle, sha256), subtreeRoot(tile, middle, to, sha256), sha256);
}

/** A tile that grew by one hash, to be stored. */
export interface GrownTile {
  level: number;
  index: number;
  hash: Uint8Array;
}

/**
 * The tiles above that grow when tile `index` of level 0 becomes full: one hash each, up to the first that does not
 * become full itself.
 * @param tiles reads a tile as it is before it grows
 */
export function growAbove(
  index: number,
  full: Uint8Array,
  tiles: TileSource,
  sha256: LedgerCrypto['sha256'],
): GrownTile[] {
  const grown: GrownTile[] = [];
  let tile = full;
  for (let level = 1, at = index; ; level++) {
    const hash = tileRoot(tile, sha256);
    const parent = Math.floor(at / TILE_WIDTH);
    grown.push({ level, index: parent, hash });
    if (at % TILE_WIDTH !== TILE_WIDTH - 1) return grown;
    tile = concat(tiles(level, parent), hash);
    at = parent;
  }
}
