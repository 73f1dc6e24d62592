import { describe, expect, test } from 'vitest';
import { utf8 } from '../../../shared/ledger/bytes.ts';
import { append, EMPTY_FRONTIER, type Frontier, leafHash, rootOf } from '../../../shared/ledger/merkle.ts';
import {
  consistencyProof,
  inclusionProof,
  rangeHash,
  verifyConsistency,
  verifyInclusion,
} from '../../../shared/ledger/proof.ts';
import { growAbove, hashesOfTiles, TILE_WIDTH } from '../../../shared/ledger/tiles.ts';
import { nodeLedgerCrypto } from '../../../src-main/engine/keys/signing-key.ts';
import { seededRandom } from '../../../tools/fake-data.ts';

const { sha256 } = nodeLedgerCrypto;
const SIZE = 66_005;

/** A log of `SIZE` leaves kept as tiles, as the engine keeps it, and the root after each leaf. */
const tiles = new Map<string, Uint8Array>();
const frontiers: Frontier[] = [EMPTY_FRONTIER];
const leaves: Uint8Array[] = [];
const tileAt = (level: number, index: number): Uint8Array =>
  tiles.get(`${level}/${index}`) ?? new Uint8Array(0);
const grow = (level: number, index: number, hash: Uint8Array) =>
  tiles.set(`${level}/${index}`, new Uint8Array(Buffer.concat([tileAt(level, index), hash])));
for (let index = 0; index < SIZE; index++) {
  const leaf = leafHash(utf8(`leaf ${index}`), sha256);
  leaves.push(leaf);
  frontiers.push(append(frontiers[index]!, leaf, sha256));
  const tile = Math.floor(index / TILE_WIDTH);
  grow(0, tile, leaf);
  if (index % TILE_WIDTH !== TILE_WIDTH - 1) continue;
  for (const grown of growAbove(tile, tileAt(0, tile), tileAt, sha256))
    grow(grown.level, grown.index, grown.hash);
}
const root = (size: number): Uint8Array => rootOf(frontiers[size]!, sha256);
const source = hashesOfTiles(tileAt, sha256);
const NEAR_BORDERS = [
  1,
  2,
  3,
  7,
  8,
  15,
  16,
  17,
  255,
  256,
  257,
  511,
  512,
  513,
  4096,
  65_535,
  65_536,
  65_537,
  SIZE,
];

describe(`a log of ${SIZE} entries in tiles of 16`, () => {
  test('has full tiles below, and one growing at each level', () => {
    const widths = [...tiles].map(([name, tile]) => [name, tile.length / 32] as const);
    expect(widths.filter(([, width]) => width < TILE_WIDTH)).toEqual([
      ['4/0', 1],
      ['2/16', 1],
      ['1/257', 13],
      ['0/4125', 5],
    ]);
    expect(widths.length).toBe(4126 + 258 + 17 + 1 + 1);
  });

  test('gives from its tiles the root that appending gave, at every size near a border', () => {
    for (const size of NEAR_BORDERS) expect(rangeHash(source, 0, size, sha256)).toEqual(root(size));
  });

  test('proves leaves and pairs of sizes, three hundred of each, with paths that stay short', () => {
    const random = seededRandom(11);
    const below = (limit: number) => Math.floor(random() * limit);
    const wrong: string[] = [];
    for (let round = 0; round < 300; round++) {
      const size = round % 3 === 0 ? NEAR_BORDERS[below(NEAR_BORDERS.length)]! : 1 + below(SIZE);
      const index = below(size);
      const path = inclusionProof(source, index, size, sha256);
      if (!verifyInclusion({ index, size, leaf: leaves[index]!, root: root(size), path }, sha256))
        wrong.push(`leaf ${index} of ${size}`);
      if (path.length > 17) wrong.push(`${path.length} hashes for ${size}`);
      const oldSize = round % 2 === 0 ? below(size + 1) : Math.min(size, NEAR_BORDERS[below(15)]!);
      const claim = {
        oldSize,
        newSize: size,
        oldRoot: root(oldSize),
        newRoot: root(size),
        path: consistencyProof(source, oldSize, size, sha256),
      };
      if (!verifyConsistency(claim, sha256)) wrong.push(`${oldSize} in ${size}`);
      // The control: another history of the same length.
      const other = { ...claim, oldRoot: root(oldSize === 0 ? 1 : oldSize - 1) };
      if (verifyConsistency(other, sha256)) wrong.push(`another history of ${oldSize} in ${size}`);
    }
    expect(wrong).toEqual([]);
  });

  test('refuses to prove what is not there', () => {
    expect(() => inclusionProof(source, 5, 5, sha256)).toThrow(RangeError);
    expect(() => consistencyProof(source, 6, 5, sha256)).toThrow(RangeError);
    expect(() => inclusionProof(source, 0, SIZE + 300, sha256)).toThrow('is too short');
  });
});
