import { equalBytes } from './bytes.ts';
import type { LedgerCrypto } from './crypto.ts';
import { nodeHash } from './merkle.ts';

type Sha256 = LedgerCrypto['sha256'];

/**
 * The stored hashes of a log's complete subtrees. The one at `level` and `index` covers the leaves from `index *
 * 2^level` to `(index + 1) * 2^level`; at level 0 it is a leaf hash. Only complete subtrees are requested.
 */
export type HashSource = (level: number, index: number) => Uint8Array;

/**
 * RFC 6962 tree head over the leaves `from` to `to`; `from` must be a multiple of a power of two that is at least their
 * number.
 */
export function rangeHash(source: HashSource, from: number, to: number, sha256: Sha256): Uint8Array {
  const count = to - from;
  if (count === 0) return sha256(new Uint8Array(0));
  const level = levelOf(count);
  if (count === 2 ** level) return source(level, from / count);
  const middle = from + 2 ** (level - 1);
  return nodeHash(rangeHash(source, from, middle, sha256), rangeHash(source, middle, to, sha256), sha256);
}

/**
 * The audit path of a leaf in the tree of the first `size` leaves (RFC 6962, section 2.1.1): from its sibling up.
 * @throws RangeError where the tree has no such leaf
 */
export function inclusionProof(
  source: HashSource,
  index: number,
  size: number,
  sha256: Sha256,
): Uint8Array[] {
  if (!isCount(index) || !isCount(size) || index >= size) throw new RangeError('the tree has no such leaf');
  const path: Uint8Array[] = [];
  for (let from = 0, to = size; to - from > 1; ) {
    const middle = split(from, to);
    if (index < middle) {
      path.push(rangeHash(source, middle, to, sha256));
      to = middle;
    } else {
      path.push(rangeHash(source, from, middle, sha256));
      from = middle;
    }
  }
  return path.reverse();
}

/**
 * Proof that the first `oldSize` leaves of the tree of `newSize` are the older tree (RFC 6962, section 2.1.2).
 * @throws RangeError where the older tree is the larger one
 */
export function consistencyProof(
  source: HashSource,
  oldSize: number,
  newSize: number,
  sha256: Sha256,
): Uint8Array[] {
  if (!isCount(oldSize) || !isCount(newSize) || oldSize > newSize)
    throw new RangeError('the older tree is larger');
  if (oldSize === 0) return [];
  const path: Uint8Array[] = [];
  let from = 0;
  let to = newSize;
  // The part of the older tree that lies in the present subtree begins with it, until the path turns right.
  while (oldSize !== to) {
    const middle = split(from, to);
    if (oldSize <= middle) {
      path.push(rangeHash(source, middle, to, sha256));
      to = middle;
    } else {
      path.push(rangeHash(source, from, middle, sha256));
      from = middle;
    }
  }
  if (from > 0) path.push(rangeHash(source, from, to, sha256));
  return path.reverse();
}

/** The statement of an inclusion proof. */
export interface Inclusion {
  index: number;
  size: number;
  /** RFC 6962 leaf hash. */
  leaf: Uint8Array;
  root: Uint8Array;
  path: readonly Uint8Array[];
}

/** A step of an audit path: the side of the sibling, and the hash of both together. */
export interface InclusionStep {
  side: 'left' | 'right';
  sibling: Uint8Array;
  hash: Uint8Array;
}

/**
 * Follows an audit path from the leaf up (RFC 9162, section 2.1.3.2).
 * @returns null where it is not as long as the path of this leaf in a tree of this size
 */
export function inclusionSteps(
  { index, size, leaf, path }: Omit<Inclusion, 'root'>,
  sha256: Sha256,
): InclusionStep[] | null {
  if (!isCount(index) || !isCount(size) || index >= size || !areHashes([leaf, ...path])) return null;
  const steps: InclusionStep[] = [];
  let fn = index;
  let sn = size - 1;
  let hash = leaf;
  for (const sibling of path) {
    if (sn === 0) return null;
    const side = fn % 2 === 1 || fn === sn ? 'left' : 'right';
    hash = side === 'left' ? nodeHash(sibling, hash, sha256) : nodeHash(hash, sibling, sha256);
    if (side === 'left') while (fn % 2 === 0 && fn !== 0) [fn, sn] = [half(fn), half(sn)];
    [fn, sn] = [half(fn), half(sn)];
    steps.push({ side, sibling, hash });
  }
  return sn === 0 ? steps : null;
}

/** Verifies an audit path (RFC 9162, section 2.1.3.2). */
export function verifyInclusion({ root, ...inclusion }: Inclusion, sha256: Sha256): boolean {
  const steps = inclusionSteps(inclusion, sha256);
  return steps !== null && equalBytes(steps.at(-1)?.hash ?? inclusion.leaf, root);
}

/** The statement of a consistency proof. */
export interface Consistency {
  oldSize: number;
  newSize: number;
  oldRoot: Uint8Array;
  newRoot: Uint8Array;
  path: readonly Uint8Array[];
}

/**
 * Verifies a consistency proof (RFC 9162, section 2.1.4.2). An empty tree is consistent with every tree, without a
 * proof.
 */
export function verifyConsistency(proof: Consistency, sha256: Sha256): boolean {
  const { oldSize, newSize, oldRoot, newRoot, path } = proof;
  if (!isCount(oldSize) || !isCount(newSize) || oldSize > newSize) return false;
  if (!areHashes([oldRoot, newRoot, ...path])) return false;
  if (oldSize === newSize) return path.length === 0 && equalBytes(oldRoot, newRoot);
  if (oldSize === 0) return path.length === 0 && equalBytes(oldRoot, sha256(new Uint8Array(0)));
  const steps = isPowerOfTwo(oldSize) ? [oldRoot, ...path] : [...path];
  const first = steps.shift();
  if (first === undefined || path.length === 0) return false;
  let fn = oldSize - 1;
  let sn = newSize - 1;
  while (fn % 2 === 1) [fn, sn] = [half(fn), half(sn)];
  let before = first;
  let after = first;
  for (const step of steps) {
    if (sn === 0) return false;
    if (fn % 2 === 1 || fn === sn) {
      before = nodeHash(step, before, sha256);
      after = nodeHash(step, after, sha256);
      while (fn % 2 === 0 && fn !== 0) [fn, sn] = [half(fn), half(sn)];
    } else {
      after = nodeHash(after, step, sha256);
    }
    [fn, sn] = [half(fn), half(sn)];
  }
  return sn === 0 && equalBytes(before, oldRoot) && equalBytes(after, newRoot);
}

/**
 * The lowest level whose subtree holds `count` leaves. Math.log2 is avoided because it rounds for sizes beyond 32 bits.
 */
function levelOf(count: number): number {
  let level = 0;
  for (let width = 1; width < count; width *= 2) level += 1;
  return level;
}

/** The point at which RFC 6962 splits: the largest power of two below the number of leaves. */
const split = (from: number, to: number): number => from + 2 ** (levelOf(to - from) - 1);
const half = (value: number): number => Math.floor(value / 2);
const isCount = (value: number): boolean => Number.isSafeInteger(value) && value >= 0;
const isPowerOfTwo = (value: number): boolean => value === 2 ** levelOf(value);
const areHashes = (hashes: readonly Uint8Array[]): boolean => hashes.every(({ length }) => length === 32);
