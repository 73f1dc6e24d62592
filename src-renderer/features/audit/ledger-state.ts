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

/** The life of a case, as far as it has been read. */
export interface CaseLife {
  case: CaseId;
  /** The case, and those merged into it. */
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

/** The ledger as far as it has been read, newest first, and what was last proved of it. */
export interface LedgerState {
  filter: LedgerFilter;
  entries: readonly EntryView[];
  /** Entries that fit the filter. */
  total: number;
  /** Entries in all, whatever the filter. */
  size: number;
  more: boolean;
  ready: boolean;
  /** Entries that came while somebody was looking. */
  news: number;
  chosen: EntryView | null;
  /** Shown instead of the list. */
  life: CaseLife | null;
  anchors: Anchors | null;
  proof: { entry: EntryView; view: ProofView; followed: FollowedProof } | null;
  sheet: StatedCheckpoint | null;
  verifying: { entries: number; total: number } | null;
  report: VerifyReport | null;
  exporting: number | null;
  /** Lines of a whole export, or entries of a selection. */
  exported: { what: 'ledger' | 'selection'; count: number } | null;
  failure: Failure | null;

  show: (filter: LedgerFilter) => Promise<void>;
  loadMore: () => Promise<void>;
  /** Reads what was added since. */
  refresh: () => Promise<void>;
  /** Somebody saw what came. */
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
  /** Hands the ledger's lines, in order, to `write`. */
  exportTo: (write: Write) => Promise<boolean>;
  /** Hands the entries that fit, with their proofs, to `write`. */
  handOut: (query: EntryFilter, write: Write) => Promise<boolean>;
}

export type LedgerStore = StoreApi<LedgerState>;

/** What the acts of the store share. */
export interface LedgerParts {
  client: Pick<EngineClient, 'audit'>;
  set: LedgerStore['setState'];
  get: LedgerStore['getState'];
  /** Does something and keeps the failure, where there is one. @returns whether it went well */
  attempt: (act: () => Promise<void>) => Promise<boolean>;
}
