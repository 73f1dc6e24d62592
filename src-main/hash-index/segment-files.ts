/** The folder in which segments are saved. The engine chooses the names: lower-case letters, digits, dots, hyphens. */
export interface SegmentFiles {
  /** Names of the files; none where the folder does not exist yet. */
  list(): Promise<string[]>;
  /** Creates an empty file, replacing an existing one. Only its owner can read it. */
  create(name: string): Promise<SegmentWriter>;
  /** Null where there is no such file. */
  open(name: string): Promise<SegmentReader | null>;
  /** Replaces `to` atomically. Durable only after `sync`. */
  rename(from: string, to: string): Promise<void>;
  /** Does nothing where there is no such file. */
  remove(name: string): Promise<void>;
  /** Makes all creations, renames and removals so far outlast a power cut. */
  sync(): Promise<void>;
}

export interface SegmentWriter {
  append(bytes: Uint8Array): Promise<void>;
  /** Makes the contents outlast a power cut. */
  sync(): Promise<void>;
  close(): Promise<void>;
}

export interface SegmentReader {
  readonly size: number;
  /** @returns fewer bytes where the file ends earlier */
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
