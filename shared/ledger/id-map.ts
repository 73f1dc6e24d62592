/** A single id with its value, or up to sixteen nodes by the next digit. */
type Node<Value> = Leaf<Value> | Branch<Value>;
interface Leaf<Value> {
  readonly id: string;
  readonly value: Value;
}
type Branch<Value> = readonly (Node<Value> | undefined)[];

const isBranch = <Value>(node: Node<Value>): node is Branch<Value> => Array.isArray(node);
const NO_NODES: Branch<never> = Array.from({ length: 16 }, () => undefined);

/**
 * A map by ids (UUIDs) of which every change makes another map, at the cost of the path to one id: a verifier can keep
 * any state and continue from it, and what it costs does not grow with what waits. A path has at most 32 steps, one for
 * each hexadecimal digit, from the end, where the digits of an id are random.
 */
export class IdMap<Value> implements Iterable<readonly [string, Value]> {
  readonly size: number;
  readonly #root: Node<Value> | undefined;

  private constructor(root: Node<Value> | undefined, size: number) {
    this.#root = root;
    this.size = size;
  }

  static empty<Value>(): IdMap<Value> {
    return new IdMap<Value>(undefined, 0);
  }

  get(id: string): Value | undefined {
    let node = this.#root;
    for (let depth = 0; node !== undefined && isBranch(node); depth += 1) node = node[digitOf(id, depth)];
    return node?.id === id ? node.value : undefined;
  }

  has(id: string): boolean {
    return this.get(id) !== undefined;
  }

  with(id: string, value: Value): IdMap<Value> {
    return new IdMap(withLeaf(this.#root, { id, value }, 0), this.size + (this.has(id) ? 0 : 1));
  }

  without(id: string): IdMap<Value> {
    return this.has(id) ? new IdMap(withoutLeaf(this.#root, id, 0), this.size - 1) : this;
  }

  *keys(): Generator<string> {
    for (const [id] of this) yield id;
  }

  *[Symbol.iterator](): Generator<readonly [string, Value]> {
    yield* leavesOf(this.#root);
  }
}

/** The digit of an id at a depth, counted from its end; hyphens stand after the last twelve digits and every four. */
function digitOf(id: string, depth: number): number {
  const hyphens = depth < 12 ? 0 : Math.min(4, Math.floor(depth / 4) - 2);
  return Number.parseInt(id.charAt(id.length - 1 - depth - hyphens), 16);
}

function withLeaf<Value>(node: Node<Value> | undefined, leaf: Leaf<Value>, depth: number): Node<Value> {
  if (node === undefined || (!isBranch(node) && node.id === leaf.id)) return leaf;
  const branch: Branch<Value> = isBranch(node) ? node : NO_NODES.with(digitOf(node.id, depth), node as never);
  const digit = digitOf(leaf.id, depth);
  return branch.with(digit, withLeaf(branch[digit], leaf, depth + 1));
}

/** A branch that is left with one leaf becomes that leaf, so that equal maps are made of equal nodes. */
function withoutLeaf<Value>(
  node: Node<Value> | undefined,
  id: string,
  depth: number,
): Node<Value> | undefined {
  if (node === undefined || !isBranch(node)) return undefined;
  const digit = digitOf(id, depth);
  const left = node.with(digit, withoutLeaf(node[digit], id, depth + 1));
  const [only, another] = left.filter((child) => child !== undefined);
  return another === undefined && only !== undefined && !isBranch(only) ? only : left;
}

function* leavesOf<Value>(node: Node<Value> | undefined): Generator<readonly [string, Value]> {
  if (node === undefined) return;
  if (isBranch(node)) for (const child of node) yield* leavesOf(child);
  else yield [node.id, node.value];
}
