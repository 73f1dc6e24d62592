import type { Asked } from '../../../shared/ledger/kinds/record.ts';
import type { Frontier } from '../../../shared/ledger/merkle.ts';
import type { Enclosure } from './enclosure.ts';
import type { StoredEntry } from './stored-entry.ts';

/** A witness's signature under a checkpoint. */
export interface StoredCosignature {
  size: number;
  /** C2SP verifier key of the witness. */
  witness: string;
  line: string;
  cosignedAt: string;
}

/** Entries withheld from a person for now: those about these cases, about any golden case, or about any draw. */
export interface Except {
  cases: readonly string[];
  golden: boolean;
  draws: boolean;
}

export interface StoredTiles {
  /** A tile above the leaves, as far as it has grown; empty where it has not begun. */
  read(level: number, index: number): Uint8Array;
}

export interface Cosignatures {
  /** @returns whether it was new */
  insert(cosignature: StoredCosignature): boolean;
  /** All signatures under the smallest cosigned checkpoint that covers at least `size` entries. */
  covering(size: number): StoredCosignature[];
  /** How many entries the largest checkpoint covers that this witness signed; 0 if it signed none. */
  lastSizeOf(witness: string): number;
}

/** What is found of an entry without reading it. */
export type FoundEntry = Pick<StoredEntry, 'seq' | 'kind' | 'line'>;

export interface EntrySearch {
  count(asked: Asked, below: number, except?: Except): number;
  /** The last matching entries before `below`, newest first. */
  newest(asked: Asked, below: number, limit: number, except?: Except): StoredEntry[];
  /** All matching entries at or after `from` and before `below`, oldest first, in pages. */
  pages(asked: Asked, from: number, below: number): Generator<StoredEntry[]>;
  /** A case and all cases merged into it, directly or through others, according to the entries. */
  family(caseId: string): string[];
  /** Entries about any of these cases, or that name any of these ids, oldest first. */
  naming(
    ids: readonly string[],
    after: number,
    limit: number,
    except: Except,
  ): { total: number; entries: StoredEntry[] };
}

/** The rows of the ledger, to be read and proven. They are not verified yet. */
export interface StoredRecord {
  readonly tiles: StoredTiles;
  readonly cosignatures: Cosignatures;
  readonly search: EntrySearch;
  frontier(): Frontier;
  checkpointAt(size: number): string | null;
  checkpointsAfter(size: number): number;
  /** The largest checkpoint that covers no more than `size` entries. */
  lastCheckpoint(size: number): { size: number; note: string } | null;
  /** Entries from `seq` on, in order, with the checkpoints made after them. */
  pageFrom(seq: number, limit: number): { entries: StoredEntry[]; checkpoints: Map<number, string> };
  /** The lines of entries from `seq` on, in order. */
  linesFrom(seq: number, limit: number): string[];
  /** The workstation's last entry so far; null where it made none. */
  lastNumberOf(device: string): number | null;
  /** The place of an entry of a workstation; null where there is none of this number. */
  positionOf(device: string, number: number): number | null;
  /** What an entry encloses; null where it encloses nothing, or that was erased. */
  enclosureAt(seq: number): Enclosure | null;
  /** How many rows of entries and checkpoints exist, whatever the frontier says. */
  counts(): { entries: number; checkpoints: number };
}

/** The rows of a record whose last entries can be taken back and put elsewhere. */
export interface TeamRecord extends StoredRecord {
  /** Forgets what is kept in memory of its end. */
  lookAnew(): void;
}
