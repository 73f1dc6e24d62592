import { type Entropy, systemEntropy } from '../ports/entropy.ts';
import { INDEX_ALGORITHMS } from './index-algorithm.ts';
import { IndexError } from './index-error.ts';
import { type IndexManifest, manifestStates, parseManifest, statesInManifest } from './index-manifest.ts';
import type { MatchIndex } from './match-index.ts';
import { type Damage, FILE_ID_BYTES, FILE_KEY_BYTES, readSealed, writeSealed } from './sealed-file.ts';
import type { Segment } from './segment.ts';
import { SegmentFiller, segmentPlaintext } from './segment-file.ts';
import type { SegmentFiles } from './segment-files.ts';

const MANIFEST = 'manifest';
const NEW_MANIFEST = 'manifest.new';
const MANIFEST_ID = Buffer.from('hashline-index-1', 'latin1');
/** Matches this store's files: a segment's is named after its id, 32 hexadecimal digits. */
const OURS = /^(manifest\.new|[0-9a-f]{32})$/;

/** A file whose contents differ from what was saved. */
export interface DamagedFile {
  file: string;
  why: Damage;
}

export type LoadResult =
  /** `mark` is what `save` was given; the caller judges whether that is the vault's present state. */
  | { status: 'loaded'; mark: string }
  | { status: 'absent' }
  /** The index is empty and has to be rebuilt from the vault; the next `save` replaces the files. */
  | { status: 'damaged'; damaged: DamagedFile[] };

/**
 * The index on disk: a file for each segment, never changed, and a manifest that names them, replaced as a whole. After
 * a crash the manifest is the old or the new one, and all its files exist. This class cannot detect an old manifest
 * that was put back together with its files; the mark shows that.
 */
export class IndexStore {
  readonly #files: SegmentFiles;
  readonly #entropy: Entropy;
  /** Segments whose first entries a file already holds. */
  readonly #saved = new WeakMap<Segment, { file: string; entries: number }>();

  constructor(files: SegmentFiles, entropy: Entropy = systemEntropy) {
    this.#files = files;
    this.#entropy = entropy;
  }

  /**
   * Saves the index as it is at the call. What is added meanwhile comes with the next save, which writes only new
   * segments. No merge may run meanwhile.
   * @param key 32 bytes
   * @throws IndexError wrong-input, not-written (what was saved before is still whole), zeroed
   */
  async save(index: MatchIndex, key: Uint8Array, mark: string): Promise<void> {
    checkKey(key);
    const { shelves, states } = index.parts;
    const zeroed = index.timesZeroed;
    const manifest: IndexManifest = { format: 1, mark, segments: [], ...statesInManifest(states.saved()) };
    const present = INDEX_ALGORITHMS.flatMap((algorithm) =>
      shelves[algorithm].segments
        .filter(({ count }) => count > 0)
        .map((segment) => ({ algorithm, segment, entries: segment.count })),
    );
    const written = new Map<Segment, { file: string; entries: number }>();
    try {
      for (const { algorithm, segment, entries } of present) {
        const known = this.#saved.get(segment);
        const file =
          known?.entries === entries ? known.file : await this.#writeSegment(segment, entries, key);
        if (index.timesZeroed !== zeroed) throw new IndexError('zeroed', 'the index was overwritten');
        written.set(segment, { file, entries });
        manifest.segments.push({ file, algorithm, entries });
      }
      await this.#replaceManifest(manifest, key);
    } catch (cause) {
      if (cause instanceof IndexError) throw cause;
      throw new IndexError('not-written', 'the index was not saved', { cause });
    }
    for (const [segment, file] of written) this.#saved.set(segment, file);
    await this.#removeOthers(manifest);
  }

  /**
   * Reads the saved files into an empty index. Every byte is authenticated; nothing of a damaged index is kept.
   * @param key 32 bytes
   * @throws IndexError wrong-input, no-memory, zeroed
   */
  async load(index: MatchIndex, key: Uint8Array): Promise<LoadResult> {
    checkKey(key);
    if (INDEX_ALGORITHMS.some((algorithm) => index.parts.shelves[algorithm].segments.length > 0)) {
      throw new IndexError('wrong-input', 'only an empty index is loaded');
    }
    const read = await this.#readManifest(key);
    if (read === 'absent') {
      await this.#removeOthers(null);
      return { status: 'absent' };
    }
    if (typeof read === 'string') return { status: 'damaged', damaged: [{ file: MANIFEST, why: read }] };
    await this.#removeOthers(read);
    const damaged = await this.#loadSegments(index, read, key);
    if (damaged.length > 0) return { status: 'damaged', damaged };
    return { status: 'loaded', mark: read.mark };
  }

  async #writeSegment(segment: Segment, entries: number, key: Uint8Array): Promise<string> {
    const id = this.#entropy.bytes(FILE_ID_BYTES);
    const file = Buffer.from(id).toString('hex');
    await writeSealed(this.#files, file, id, key, segmentPlaintext(segment, entries), this.#entropy);
    return file;
  }

  async #replaceManifest(manifest: IndexManifest, key: Uint8Array): Promise<void> {
    const bytes = Buffer.from(JSON.stringify(manifest), 'utf8');
    const plaintext = { length: bytes.length, pieces: [bytes] };
    await writeSealed(this.#files, NEW_MANIFEST, MANIFEST_ID, key, plaintext, this.#entropy);
    // The segments' names must be durable before the manifest that refers to them.
    await this.#files.sync();
    await this.#files.rename(NEW_MANIFEST, MANIFEST);
    await this.#files.sync();
  }

  async #readManifest(key: Uint8Array): Promise<IndexManifest | Damage> {
    const chunks: Uint8Array[] = [];
    const damage = await readSealed(this.#files, MANIFEST, MANIFEST_ID, key, (chunk) => {
      chunks.push(Uint8Array.from(chunk));
    });
    return damage ?? parseManifest(Buffer.concat(chunks)) ?? 'wrong-contents';
  }

  async #loadSegments(
    index: MatchIndex,
    { segments, ...manifest }: IndexManifest,
    key: Uint8Array,
  ): Promise<DamagedFile[]> {
    const { shelves, states } = index.parts;
    const zeroed = index.timesZeroed;
    const damaged: DamagedFile[] = [];
    const read: { segment: Segment; adopt: () => void }[] = [];
    try {
      for (const { file, algorithm, entries } of segments) {
        const segment = shelves[algorithm].make(entries);
        read.push({ segment, adopt: () => shelves[algorithm].adopt(segment) });
        const filler = new SegmentFiller(segment);
        const id = Buffer.from(file, 'hex');
        const why = await readSealed(this.#files, file, id, key, (chunk) => {
          if (index.timesZeroed !== zeroed) throw new IndexError('zeroed', 'the index was overwritten');
          filler.take(chunk);
        });
        if (why !== null || !filler.isWhole) damaged.push({ file, why: why ?? 'wrong-contents' });
        else this.#saved.set(segment, { file, entries });
      }
    } catch (error) {
      for (const { segment } of read) segment.wipe();
      throw error;
    }
    if (damaged.length > 0) {
      for (const { segment } of read) segment.wipe();
      return damaged;
    }
    for (const { adopt } of read) adopt();
    states.restore(manifestStates({ segments, ...manifest }));
    return [];
  }

  /** Removes files of a save that never ended, and those that the manifest has replaced. Until then they do no harm. */
  async #removeOthers(manifest: IndexManifest | null): Promise<void> {
    const named = new Set(manifest?.segments.map(({ file }) => file));
    try {
      const others = (await this.#files.list()).filter((name) => OURS.test(name) && !named.has(name));
      for (const name of others) await this.#files.remove(name);
    } catch {
      // The next load or save tries again.
    }
  }
}

function checkKey(key: Uint8Array): void {
  if (key.length !== FILE_KEY_BYTES) throw new IndexError('wrong-input', 'the key has 32 bytes');
}
