import { describe, expect, test } from 'vitest';
import { append, EMPTY_FRONTIER, type Frontier, leafHash, rootOf } from '../../shared/ledger/merkle.ts';
import {
  consistencyProof,
  inclusionProof,
  verifyConsistency,
  verifyInclusion,
} from '../../shared/ledger/proof.ts';
import { hashesOfTiles } from '../../shared/ledger/tiles.ts';
import { nodeLedgerCrypto } from '../../src-main/engine/keys/signing-key.ts';
import { LEAVES, ROOTS } from '../support/rfc6962-vectors.ts';

/*
 * The vectors Certificate Transparency implementations share for RFC 6962: eight leaves, the tree head of every
 * prefix, audit paths and consistency proofs (values as published in the transparency-dev test data).
 */
/** [leaf index, tree size, path] */
const INCLUSIONS: readonly [number, number, readonly string[]][] = [
  [0, 1, []],
  [
    0,
    8,
    [
      '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
    ],
  ],
  [
    5,
    8,
    [
      'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
      'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ],
  ],
  [2, 3, ['fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125']],
  [
    1,
    5,
    [
      '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
    ],
  ],
];
/** [older size, newer size, path] */
const CONSISTENCIES: readonly [number, number, readonly string[]][] = [
  [1, 1, []],
  [
    1,
    8,
    [
      '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
    ],
  ],
  [
    6,
    8,
    [
      '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a',
      'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ],
  ],
  [
    2,
    5,
    [
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
    ],
  ],
  [
    6,
    7,
    [
      '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a',
      'b08693ec2e721597130641e8211e7eedccb4c26413963eee6c1e2ed16ffb1a5f',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ],
  ],
];

const { sha256 } = nodeLedgerCrypto;
const bytes = (hex: string): Uint8Array => new Uint8Array(Buffer.from(hex, 'hex'));
const hex = (hash: Uint8Array): string => Buffer.from(hash).toString('hex');
const leaves = LEAVES.map((leaf) => leafHash(bytes(leaf), sha256));
const source = hashesOfTiles(() => new Uint8Array(Buffer.concat(leaves)), sha256);
const root = (size: number): Uint8Array => bytes(ROOTS[size]!);
const flipped = (hash: Uint8Array): Uint8Array =>
  hash.map((byte, index) => (index === 0 ? byte ^ 0x10 : byte));
const SOME_HASH = bytes('abacaba000000000000000000000000000000000000000000060061e00123456');

describe('the public RFC 6962 vectors', () => {
  test('give the published tree head for every prefix, also of nothing', () => {
    const heads: string[] = [];
    let frontier: Frontier = EMPTY_FRONTIER;
    for (const leaf of [...leaves, null]) {
      heads.push(hex(rootOf(frontier, sha256)));
      if (leaf) frontier = append(frontier, leaf, sha256);
    }
    expect(heads).toEqual(ROOTS);
  });

  test.each(INCLUSIONS)('leaf %i of %i: the published audit path is made and holds', (index, size, path) => {
    const made = inclusionProof(source, index, size, sha256);
    const claim = { index, size, leaf: leaves[index]!, root: root(size), path: made };
    expect([made.map(hex), verifyInclusion(claim, sha256)]).toEqual([path, true]);
  });

  test.each(INCLUSIONS)('leaf %i of %i: no corrupted audit path holds', (index, size, published) => {
    const path = published.map(bytes);
    const claim = { index, size, leaf: leaves[index]!, root: root(size), path };
    const corrupted = [
      ...[index - 1, index + 1, index ^ 2].map((other) => ({ ...claim, index: other })),
      ...[size * 2, Math.floor(size / 2)].map((other) => ({ ...claim, size: other })),
      { ...claim, leaf: bytes('00') },
      { ...claim, root: root(0) },
      { ...claim, root: SOME_HASH },
      ...[new Uint8Array(0), claim.root].flatMap((garbage) => [
        { ...claim, path: [...path, garbage] },
        { ...claim, path: [garbage, ...path] },
      ]),
      ...path.map((hash, at) => ({ ...claim, path: path.with(at, flipped(hash)) })),
      ...(path.length > 0 ? [{ ...claim, path: path.slice(0, -1) }] : []),
      ...(path.length > 1 ? [{ ...claim, path: [path[0]!, SOME_HASH, ...path.slice(1)] }] : []),
    ];
    expect(corrupted.filter((other) => verifyInclusion(other, sha256))).toEqual([]);
  });

  test.each(CONSISTENCIES)(
    '%i in %i: the published consistency proof is made and holds',
    (older, newer, path) => {
      const made = consistencyProof(source, older, newer, sha256);
      const claim = {
        oldSize: older,
        newSize: newer,
        oldRoot: root(older),
        newRoot: root(newer),
        path: made,
      };
      expect([made.map(hex), verifyConsistency(claim, sha256)]).toEqual([path, true]);
    },
  );

  test.each(CONSISTENCIES.slice(1))(
    '%i in %i: no corrupted consistency proof holds',
    (older, newer, published) => {
      const path = published.map(bytes);
      const claim = { oldSize: older, newSize: newer, oldRoot: root(older), newRoot: root(newer), path };
      const corrupted = [
        ...[older - 1, older + 1, older ^ 2].map((oldSize) => ({ ...claim, oldSize })),
        ...[newer * 2, Math.floor(newer / 2)].map((newSize) => ({ ...claim, newSize })),
        { ...claim, oldRoot: SOME_HASH },
        { ...claim, newRoot: SOME_HASH },
        { ...claim, oldRoot: claim.newRoot, newRoot: claim.oldRoot },
        { ...claim, path: [] },
        ...[new Uint8Array(0), claim.oldRoot, claim.newRoot, path[0]!].map((garbage) => ({
          ...claim,
          path: [garbage, ...path],
        })),
        ...[new Uint8Array(0), claim.oldRoot, claim.newRoot].map((garbage) => ({
          ...claim,
          path: [...path, garbage],
        })),
        { ...claim, path: path.slice(0, -1) },
        ...path.map((hash, at) => ({ ...claim, path: path.with(at, flipped(hash)) })),
      ];
      expect(corrupted.filter((other) => verifyConsistency(other, sha256))).toEqual([]);
    },
  );

  test('equal trees need no proof and accept none; a larger one is never older', () => {
    const claim = { oldSize: 3, newSize: 3, oldRoot: root(3), newRoot: root(3), path: [] as Uint8Array[] };
    expect([
      verifyConsistency(claim, sha256),
      verifyConsistency({ ...claim, path: [root(0)] }, sha256),
      verifyConsistency({ ...claim, newRoot: root(4) }, sha256),
      verifyConsistency({ ...claim, newSize: 2 }, sha256),
      verifyConsistency({ ...claim, oldSize: 0, oldRoot: root(0) }, sha256),
      verifyConsistency({ ...claim, oldSize: 0, oldRoot: root(0), path: [root(1)] }, sha256),
    ]).toEqual([true, false, false, false, true, false]);
  });
});
