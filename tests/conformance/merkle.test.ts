import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { append, EMPTY_FRONTIER, type Frontier, leafHash, rootOf } from '../../shared/ledger/merkle.ts';
import { nodeLedgerCrypto } from '../../src-main/engine/keys/signing-key.ts';
import { LEAVES, ROOTS } from '../support/rfc6962-vectors.ts';

const { sha256 } = nodeLedgerCrypto;

/** RFC 6962, section 2.1, word for word and with nothing of ours. */
function recursiveRoot(leaves: readonly Uint8Array[]): Buffer {
  const hash = (...parts: Uint8Array[]) => createHash('sha256').update(Buffer.concat(parts)).digest();
  if (leaves.length === 0) return hash();
  if (leaves.length === 1) return hash(Buffer.of(0), leaves[0]!);
  let k = 1;
  while (k * 2 < leaves.length) k *= 2;
  return hash(Buffer.of(1), recursiveRoot(leaves.slice(0, k)), recursiveRoot(leaves.slice(k)));
}

/** Every frontier on the way, the empty one first. */
function frontiersOver(leaves: readonly Uint8Array[]): Frontier[] {
  const frontiers = [EMPTY_FRONTIER];
  for (const leaf of leaves) frontiers.push(append(frontiers.at(-1)!, leafHash(leaf, sha256), sha256));
  return frontiers;
}
const hexRoot = (frontier: Frontier) => Buffer.from(rootOf(frontier, sha256)).toString('hex');

describe('RFC 6962 tree heads', () => {
  const leaves = LEAVES.map((hex) => new Uint8Array(Buffer.from(hex, 'hex')));

  test('are those of the public reference vectors for sizes 0 to 8', () => {
    expect(frontiersOver(leaves).map(hexRoot)).toEqual(ROOTS);
  });

  test('are those of the public vectors in the recursive definition too, so the test can be trusted', () => {
    expect(ROOTS.map((_, size) => recursiveRoot(leaves.slice(0, size)).toString('hex'))).toEqual(ROOTS);
  });

  test('come out of the growing right edge as of the recursive definition, at every size up to 300', () => {
    const many = Array.from({ length: 300 }, (_, index) => new Uint8Array(Buffer.from(`leaf ${index}`)));
    expect(frontiersOver(many).map(hexRoot)).toEqual(
      Array.from({ length: 301 }, (_, size) => recursiveRoot(many.slice(0, size)).toString('hex')),
    );
  });

  test('come out alike for random leaves and random sizes', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 150 }), (random) => {
        expect(hexRoot(frontiersOver(random).at(-1)!)).toBe(recursiveRoot(random).toString('hex'));
      }),
    );
  });

  test('need no more than one subtree for each binary digit of the size, and leave the edge before untouched', () => {
    const before = frontiersOver(leaves.slice(0, 7)).at(-1)!;
    const copy = structuredClone(before);
    append(before, leafHash(leaves[7]!, sha256), sha256);
    expect(before).toEqual(copy);
    const ones = (size: number) => size.toString(2).replaceAll('0', '').length;
    expect(frontiersOver(leaves).map(({ roots }) => roots.length)).toEqual(
      Array.from({ length: 9 }, (_, size) => ones(size)),
    );
  });

  test('are not those of a leaf that looks like an inner node', () => {
    const [a, b] = [leafHash(leaves[1]!, sha256), leafHash(leaves[2]!, sha256)];
    const disguised = new Uint8Array(Buffer.concat([a, b]));
    expect(hexRoot(frontiersOver([disguised]).at(-1)!)).not.toBe(
      hexRoot(frontiersOver([leaves[1]!, leaves[2]!]).at(-1)!),
    );
  });
});
