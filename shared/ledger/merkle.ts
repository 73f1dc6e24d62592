import { concat, utf8 } from './bytes.ts';
import type { LedgerCrypto } from './crypto.ts';

type Sha256 = LedgerCrypto['sha256'];

const LEAF = Uint8Array.of(0);
const NODE = Uint8Array.of(1);

/** RFC 6962, section 2.1: `SHA-256(0x00 || leaf)`. */
export const leafHash = (leaf: Uint8Array, sha256: Sha256): Uint8Array => sha256(concat(LEAF, leaf));

/** The same of a text in UTF-8. */
export const textLeafHash = (text: string, sha256: Sha256): Uint8Array => sha256(utf8(`\0${text}`));

/** RFC 6962, section 2.1: `SHA-256(0x01 || left || right)`. */
export const nodeHash = (left: Uint8Array, right: Uint8Array, sha256: Sha256): Uint8Array =>
  sha256(concat(NODE, left, right));

/**
 * The right edge of a growing RFC 6962 tree: the roots of its complete subtrees, largest first. Appending entry n costs
 * O(log n) hashes and never rehashes earlier ones.
 */
export interface Frontier {
  readonly size: number;
  readonly roots: readonly Uint8Array[];
}

export const EMPTY_FRONTIER: Frontier = { size: 0, roots: [] };

/** The frontier with one more leaf. */
export function append(frontier: Frontier, leaf: Uint8Array, sha256: Sha256): Frontier {
  const roots = [...frontier.roots];
  let node = leaf;
  // Each trailing 1 bit of the old size is a complete subtree as large as the one just finished.
  for (let size = frontier.size; size % 2 === 1; size = Math.floor(size / 2)) {
    node = nodeHash(roots.pop()!, node, sha256);
  }
  roots.push(node);
  return { size: frontier.size + 1, roots };
}

/** The RFC 6962 tree head over everything appended; for no entries it is SHA-256 of the empty string. */
export function rootOf(frontier: Frontier, sha256: Sha256): Uint8Array {
  const [last, ...rest] = [...frontier.roots].reverse();
  if (last === undefined) return sha256(new Uint8Array(0));
  return rest.reduce((right, left) => nodeHash(left, right, sha256), last);
}
