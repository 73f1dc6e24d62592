import { CHECKPOINT_EVERY, originOf, signCheckpoint } from '../../../shared/ledger/checkpoint.ts';
import { parseEntry } from '../../../shared/ledger/entry.ts';
import type { EntryKind } from '../../../shared/ledger/kinds/all-kinds.ts';
import { KINDS } from '../../../shared/ledger/kinds/all-kinds.ts';
import type { Asked } from '../../../shared/ledger/kinds/record.ts';
import {
  append,
  EMPTY_FRONTIER,
  type Frontier,
  rootOf,
  textLeafHash,
} from '../../../shared/ledger/merkle.ts';
import { nodeLedgerCrypto, type SigningKey } from '../keys/signing-key.ts';
import type { Enclosure } from '../ledger/enclosure.ts';
import type { ReplayRecord } from '../ledger/replay-record.ts';
import type { StoredRecord } from '../ledger/stored-record.ts';
import type { JoinedLogStore } from './joined-log.store.ts';

const PAGE = 200;
const { sha256 } = nodeLedgerCrypto;

interface Line {
  seq: number;
  kind: string;
  line: string;
}

/**
 * The record of a seat that goes on in another branch of the log: what is before it, that branch, and its own entries that
 * wait for their place.
 */
export class JoinedRecord implements ReplayRecord {
  readonly #source: StoredRecord;
  readonly #joined: JoinedLogStore;
  readonly #from: number;
  /** Entries that had their place in the branch that is left. */
  readonly #left: number;
  /** The entries that have their place now. */
  readonly settled: Frontier;
  /** The checkpoints that every seat signs over them. */
  readonly notes: ReadonlyMap<number, string>;

  constructor(
    source: StoredRecord,
    joined: JoinedLogStore,
    at: { from: number; left: number },
    log: { id: string; key: SigningKey },
  ) {
    this.#source = source;
    this.#joined = joined;
    this.#from = at.from;
    this.#left = at.left;
    const notes = new Map<number, string>();
    let tree = EMPTY_FRONTIER;
    for (const { line, kind } of this.#lines(0, joined.size())) {
      tree = append(tree, textLeafHash(line, sha256), sha256);
      const { size } = tree;
      const isDue = size % CHECKPOINT_EVERY === 0 || KINDS[kind as EntryKind]?.isSealed;
      if (size > at.from && isDue) notes.set(size, signed(tree, log));
    }
    this.settled = tree;
    this.notes = notes;
  }

  readonly search = {
    pages: (asked: Asked, from: number, below: number): Generator<Line[]> => this.#found(asked, from, below),
  };

  /** Only its size is asked for. */
  frontier(): Frontier {
    const waiting = this.#source.frontier().size - this.#left;
    return { size: this.#joined.size() + waiting, roots: [] };
  }

  pageFrom(seq: number, limit: number): { entries: Line[]; checkpoints: Map<number, string> } {
    const entries = this.#page(seq, limit);
    const { checkpoints } = this.#source.pageFrom(seq, Math.max(0, Math.min(limit, this.#from - seq)));
    const last = entries.at(-1)?.seq ?? seq;
    for (const [size, note] of this.notes) if (size > seq && size <= last + 1) checkpoints.set(size, note);
    return { entries, checkpoints };
  }

  linesFrom(seq: number, limit: number): string[] {
    return [...this.#lines(seq, seq + limit)].map(({ line }) => line);
  }

  enclosureAt(seq: number): Enclosure | null {
    if (seq < this.#from) return this.#source.enclosureAt(seq);
    const settled = this.#joined.size();
    if (seq < settled) return this.#joined.deeds(seq, 1)[0]?.enclosure ?? null;
    return this.#source.enclosureAt(this.#left + seq - settled);
  }

  *#lines(from: number, below: number): Generator<Line> {
    for (let at = from; at < below; ) {
      const page = this.#page(at, Math.min(PAGE, below - at));
      if (page.length === 0) return;
      yield* page;
      at += page.length;
    }
  }

  /** Of one part alone; the next one asks for what is behind it. */
  #page(seq: number, limit: number): Line[] {
    const settled = this.#joined.size();
    const numbered = (lines: readonly string[]): Line[] =>
      lines.map((line, index) => ({ seq: seq + index, line, kind: parseEntry(line)?.kind ?? '' }));
    if (seq < this.#from) return numbered(this.#source.linesFrom(seq, Math.min(limit, this.#from - seq)));
    if (seq < settled) return numbered(this.#joined.deeds(seq, limit).map(({ line }) => line));
    return numbered(this.#source.linesFrom(this.#left + seq - settled, limit));
  }

  *#found({ kinds }: Asked, from: number, below: number): Generator<Line[]> {
    for (const one of this.#lines(from, Math.min(below, this.frontier().size)))
      if (kinds === undefined || kinds.includes(one.kind)) yield [one];
  }
}

function signed(tree: Frontier, { id, key }: { id: string; key: SigningKey }): string {
  const checkpoint = { origin: originOf(id), size: tree.size, root: rootOf(tree, sha256) };
  return signCheckpoint(checkpoint, key.publicKey, key.sign, nodeLedgerCrypto);
}
