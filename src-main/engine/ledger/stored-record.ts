import type { Asked } from '../../../shared/ledger/kinds/record.ts';
import type { Frontier } from '../../../shared/ledger/merkle.ts';
import type { StoredEntry } from './stored-entry.ts';

/** A witness's signature under a checkpoint. */
export interface StoredCosignature {
  size: number;
  /** C2SP verifier key of the witness. */
  witness: string;
  line: string;
  cosignedAt: string;
}

/** Entries a person must not see yet: about these cases, or about golden cases at all. */
export interface Except {
  cases: readonly string[];
  golden: boolean;
}

export interface StoredTiles {
  /** A tile above the leaves as far as it has grown; nothing where it has not begun. */
  read(level: number, index: number): Uint8Array;
}

export interface Cosignatures {
  /** @returns whether it is news */
  insert(cosignature: StoredCosignature): boolean;
  /** Of the smallest cosigned checkpoint that is over at least `size` entries: those of all its witnesses. */
  covering(size: number): StoredCosignature[];
  /** The largest checkpoint it signed is over this many entries; 0: it signed none. */
  lastSizeOf(witness: string): number;
}

export interface EntrySearch {
  count(asked: Asked, below: number, except?: Except): number;
  /** The last entries that fit before one, newest first. */
  newest(asked: Asked, below: number, limit: number, except?: Except): StoredEntry[];
  /** Every entry that fits from one on, before another, oldest first, in pages. */
  pages(asked: Asked, from: number, below: number): Generator<StoredEntry[]>;
  /** A case and every case that was merged into it, also by way of others, as the entries say. */
  family(caseId: string): string[];
  /** Entries about any of these cases, or naming any of these ids, oldest first. */
  naming(
    ids: readonly string[],
    after: number,
    limit: number,
    except: Except,
  ): { total: number; entries: StoredEntry[] };
}

/** The rows of the ledger, to be read and proven. Nobody has judged them yet. */
export interface StoredRecord {
  readonly tiles: StoredTiles;
  readonly cosignatures: Cosignatures;
  readonly search: EntrySearch;
  frontier(): Frontier;
  checkpointAt(size: number): string | null;
  checkpointsAfter(size: number): number;
  /** The largest checkpoint there is over no more than `size` entries. */
  lastCheckpoint(size: number): { size: number; note: string } | null;
  /** Entries from `seq` on, in order, with the checkpoints that stand after them. */
  pageFrom(seq: number, limit: number): { entries: StoredEntry[]; checkpoints: Map<number, string> };
  /** How many entries and checkpoints there are rows for, whatever the frontier says. */
  counts(): { entries: number; checkpoints: number };
}
