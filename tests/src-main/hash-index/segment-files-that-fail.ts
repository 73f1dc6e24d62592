import {
  MemorySegmentFiles,
  type SegmentFiles,
  type SegmentReader,
  type SegmentWriter,
} from '../../../src-main/hash-index/segment-files.ts';
import type { RandomValues } from './random-values.ts';

interface Content {
  bytes: Uint8Array<ArrayBuffer>;
  /** What was on the disk for certain. */
  synced: number;
}

type NameChange = (names: Map<string, Content>) => void;

/**
 * A disk whose power goes off at an operation of one's choice. What was not synced is there, torn, or not there; changes of
 * names that were not synced are there or not, each for itself.
 */
export class SegmentFilesThatFail implements SegmentFiles {
  #names = new Map<string, Content>();
  #durableNames = new Map<string, Content>();
  #changes: NameChange[] = [];
  #left = Number.POSITIVE_INFINITY;

  readonly #lies: boolean;

  /** @param lies contents are said to be synced and are not: the control of the harness */
  constructor(lies = false) {
    this.#lies = lies;
  }

  /** The power goes off at this operation. */
  failAfter(operations: number): void {
    this.#left = operations;
  }

  /** What is on the disk when the power is back. */
  afterPowerCut(random: RandomValues): MemorySegmentFiles {
    const names = new Map(this.#durableNames);
    for (const change of this.#changes) if (random.below(2)) change(names);
    const files = new MemorySegmentFiles();
    for (const [name, { bytes, synced }] of names) {
      const length = synced + random.below(bytes.length - synced + 1);
      const torn = bytes.slice(0, length);
      if (length > synced && random.below(2)) torn.set(random.bytes(Math.min(16, length - synced)), synced);
      files.contents.set(name, torn);
    }
    return files;
  }

  async list(): Promise<string[]> {
    this.#operate();
    return [...this.#names.keys()].sort();
  }

  async create(name: string): Promise<SegmentWriter> {
    const content: Content = { bytes: new Uint8Array(), synced: 0 };
    this.#operate();
    this.#change((names) => names.set(name, content));
    return {
      append: async (bytes) => {
        const failing = this.#left <= 1;
        // A write that fails may have written a part.
        const part = failing ? bytes.subarray(0, bytes.length / 2) : bytes;
        content.bytes = new Uint8Array(Buffer.concat([content.bytes, part]));
        this.#operate();
      },
      sync: async () => {
        this.#operate();
        if (!this.#lies) content.synced = content.bytes.length;
      },
      close: async () => {},
    };
  }

  async open(name: string): Promise<SegmentReader | null> {
    this.#operate();
    const content = this.#names.get(name);
    if (!content) return null;
    return {
      size: content.bytes.length,
      read: async (position, length) => {
        this.#operate();
        return content.bytes.slice(position, position + length);
      },
      close: async () => {},
    };
  }

  async rename(from: string, to: string): Promise<void> {
    this.#operate();
    this.#change((names) => {
      const content = names.get(from);
      if (content) names.set(to, content);
      names.delete(from);
    });
  }

  async remove(name: string): Promise<void> {
    this.#operate();
    this.#change((names) => names.delete(name));
  }

  async sync(): Promise<void> {
    this.#operate();
    this.#durableNames = new Map(this.#names);
    this.#changes = [];
  }

  #change(change: NameChange): void {
    change(this.#names);
    this.#changes.push(change);
  }

  #operate(): void {
    this.#left--;
    if (this.#left <= 0) throw Object.assign(new Error('EIO: the power is off'), { code: 'EIO' });
  }
}
