import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Operation } from './trace.ts';

/** Sectors are written whole or not at all; nothing larger is. */
const SECTOR = 512;

/**
 * What the disk does with writes that were never flushed when the power goes: none of them arrived, some did, or some
 * did in pieces and in another order.
 */
export type Loss = 'none-arrived' | 'some-arrived' | 'torn-and-reordered';
export const LOSSES: readonly Loss[] = ['none-arrived', 'some-arrived', 'torn-and-reordered'];

/** A disk in memory that knows what is on it for certain and what is only under way. */
export class Disk {
  readonly #certain = new Map<string, Buffer>();
  readonly #underWay = new Map<string, Operation[]>();

  /** @param files what was there before, flushed */
  constructor(files: ReadonlyMap<string, Buffer>) {
    for (const [path, bytes] of files) this.#certain.set(path, bytes);
  }

  do(operation: Operation): void {
    const { kind, path, bytes } = operation;
    if (kind === 'created') {
      if (!this.#certain.has(path)) this.#certain.set(path, Buffer.alloc(0));
    } else if (kind === 'written' || kind === 'cut') {
      this.#underWay.set(path, [...(this.#underWay.get(path) ?? []), operation]);
    } else if (kind === 'flushed') {
      this.#certain.set(path, this.#with(path, this.#underWay.get(path) ?? []));
      this.#underWay.delete(path);
    } else if (kind === 'removed') {
      this.#certain.delete(path);
      this.#underWay.delete(path);
    } else if (kind === 'renamed') {
      const to = bytes.toString('utf8');
      this.#certain.set(to, this.#certain.get(path) ?? Buffer.alloc(0));
      this.#underWay.set(to, this.#underWay.get(path) ?? []);
      this.#certain.delete(path);
      this.#underWay.delete(path);
    }
  }

  /** Writes into a folder what is left after the power went. */
  lose(loss: Loss, folder: string, random: () => number): void {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder);
    for (const path of this.#certain.keys()) {
      const arrived = survivors(this.#underWay.get(path) ?? [], loss, random);
      writeFileSync(join(folder, basename(path)), this.#with(path, arrived));
    }
  }

  #with(path: string, operations: readonly Operation[]): Buffer {
    const before = this.#certain.get(path) ?? Buffer.alloc(0);
    if (operations.length === 0) return before;
    const longest = Math.max(before.length, ...operations.map(({ offset, bytes }) => offset + bytes.length));
    const after = Buffer.alloc(longest);
    before.copy(after);
    let length = before.length;
    for (const { kind, offset, bytes } of operations) {
      if (kind === 'cut') {
        if (offset < length) after.fill(0, offset, length);
        length = offset;
      } else {
        bytes.copy(after, offset);
        length = Math.max(length, offset + bytes.length);
      }
    }
    return after.subarray(0, length);
  }
}

function survivors(operations: readonly Operation[], loss: Loss, random: () => number): Operation[] {
  if (loss === 'none-arrived') return [];
  if (loss === 'some-arrived') return operations.filter(() => random() < 0.5);
  return operations
    .filter(() => random() < 0.7)
    .flatMap((operation) =>
      operation.kind === 'written' && random() < 0.6 ? torn(operation, random) : [operation],
    )
    .map((operation) => ({ operation, place: random() }))
    .sort((a, b) => a.place - b.place)
    .map(({ operation }) => operation);
}

/** The sectors of a write that arrived. */
function torn(operation: Operation, random: () => number): Operation[] {
  const pieces: Operation[] = [];
  for (let from = 0; from < operation.bytes.length; ) {
    const to = Math.min(operation.bytes.length, from + SECTOR - ((operation.offset + from) % SECTOR));
    if (random() < 0.5) {
      pieces.push({
        ...operation,
        offset: operation.offset + from,
        bytes: operation.bytes.subarray(from, to),
      });
    }
    from = to;
  }
  return pieces;
}
