/** The folder that segments are saved in. Names are the engine's own: lower-case letters, digits, dots, hyphens. */
export interface SegmentFiles {
  /** Names of the files that are there; none where there is no folder yet. */
  list(): Promise<string[]>;
  /** An empty file, in place of one that may be there. Readable by its owner alone. */
  create(name: string): Promise<SegmentWriter>;
  /** Null where there is no such file. */
  open(name: string): Promise<SegmentReader | null>;
  /** Replaces `to` at once: it is the old file or the new one. On disk only after `sync`. */
  rename(from: string, to: string): Promise<void>;
  /** Does nothing where there is no such file. */
  remove(name: string): Promise<void>;
  /** Afterwards names given and taken so far outlast a power cut. */
  sync(): Promise<void>;
}

export interface SegmentWriter {
  append(bytes: Uint8Array): Promise<void>;
  /** Afterwards the contents outlast a power cut. */
  sync(): Promise<void>;
  close(): Promise<void>;
}

export interface SegmentReader {
  readonly size: number;
  /** @returns fewer bytes where the file ends before */
  read(position: number, length: number): Promise<Uint8Array<ArrayBuffer>>;
  close(): Promise<void>;
}

/** Files in memory. */
export class MemorySegmentFiles implements SegmentFiles {
  readonly contents = new Map<string, Uint8Array<ArrayBuffer>>();

  async list(): Promise<string[]> {
    return [...this.contents.keys()].sort();
  }

  async create(name: string): Promise<SegmentWriter> {
    const parts: Uint8Array[] = [];
    const put = () => this.contents.set(name, new Uint8Array(Buffer.concat(parts)));
    put();
    return {
      append: async (bytes) => {
        parts.push(Uint8Array.from(bytes));
        put();
      },
      sync: async () => {},
      close: async () => {},
    };
  }

  async open(name: string): Promise<SegmentReader | null> {
    const bytes = this.contents.get(name);
    if (!bytes) return null;
    return {
      size: bytes.length,
      read: async (position, length) => bytes.slice(position, position + length),
      close: async () => {},
    };
  }

  async rename(from: string, to: string): Promise<void> {
    const bytes = this.contents.get(from);
    if (!bytes) throw new Error(`ENOENT: no such file: ${from}`);
    this.contents.delete(from);
    this.contents.set(to, bytes);
  }

  async remove(name: string): Promise<void> {
    this.contents.delete(name);
  }

  async sync(): Promise<void> {}
}
