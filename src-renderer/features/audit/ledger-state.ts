import type { StoreApi } from 'zustand/vanilla';
import type {
  Anchors,
  EntryFilter,
  EntryView,
  ProofView,
  VerifyReport,
} from '../../../shared/contract/audit.contract.ts';
import type { EngineClient } from '../../../shared/contract/contract.ts';
import type { CaseId } from '../../../shared/domain/ids.ts';
import type { Failure } from '../../transport/failure.ts';
import type { FollowedProof } from './follow-proof.ts';
import type { LedgerFilter } from './ledger-filter.ts';

/** The part of a case's life that has been read. */
export interface CaseLife {
  case: CaseId;
  /** The case and the cases merged into it. */
  cases: readonly CaseId[];
  entries: readonly EntryView[];
  total: number;
}

export interface StatedCheckpoint {
  size: number;
  root: string;
  note: string;
  key: string;
}

type Write = (text: string) => Promise<void>;

/** The part of the ledger that has been read, newest first, and the result of the last verification. */
export interface LedgerState {
  filter: LedgerFilter;
  entries: readonly EntryView[];
  /** How many entries match the filter. */
  total: number;
  /** How many entries there are, whatever the filter. */
  size: number;
  more: boolean;
  ready: boolean;
  /** How many entries came since the person last looked. */
  news: number;
  chosen: EntryView | null;
  /** The life of a case, shown instead of the list. */
  life: CaseLife | null;
  anchors: Anchors | null;
  proof: { entry: EntryView; view: ProofView; followed: FollowedProof } | null;
  sheet: StatedCheckpoint | null;
  verifying: { phase: 'verifying' | 'comparing'; entries: number; total: number } | null;
  report: VerifyReport | null;
  exporting: number | null;
  /** The number of lines of a whole export, or of entries of a selection. */
  exported: { what: 'ledger' | 'selection'; count: number } | null;
  failure: Failure | null;

  show: (filter: LedgerFilter) => Promise<void>;
  loadMore: () => Promise<void>;
  /** Reads the entries added since. */
  refresh: () => Promise<void>;
  /** The person has seen the new entries. */
  seen: () => void;
  choose: (entry: EntryView | null) => void;
  openLife: (id: CaseId) => Promise<void>;
  moreOfLife: () => Promise<void>;
  closeLife: () => void;
  prove: (entry: EntryView) => Promise<void>;
  closeProof: () => void;
  verify: () => Promise<void>;
  readSheet: () => Promise<void>;
  closeSheet: () => void;
  /** Passes the ledger's lines, in order, to `write`. */
  exportTo: (write: Write) => Promise<boolean>;
  /** Passes the entries that match, with their proofs, to `write`. */
  handOut: (query: EntryFilter, write: Write) => Promise<boolean>;
}

export type LedgerStore = StoreApi<LedgerState>;

/** The parts that the acts of this store share. */
export interface LedgerParts {
  client: Pick<EngineClient, 'audit'>;
  set: LedgerStore['setState'];
  get: LedgerStore['getState'];
  /**
   * Runs an act and keeps its failure.
   * @returns whether it succeeded
   */
  attempt: (act: () => Promise<void>) => Promise<boolean>;
}
