import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { append, EMPTY_FRONTIER, type Frontier, leafHash, rootOf } from '../../shared/ledger/merkle.ts';
import { nodeLedgerCrypto } from '../../src-main/engine/vault/signing-key.ts';

const { sha256 } = nodeLedgerCrypto;

/** The eight leaves of the certificate-transparency reference tests, and the tree heads for sizes 0 to 8. */
const LEAVES = [
  '',
  '00',
  '10',
  '2021',
  '3031',
  '40414243',
  '5051525354555657',
  '606162636465666768696a6b6c6d6e6f',
];
const ROOTS = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];

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
