import type { StoreApi } from 'zustand/vanilla';
import type { EngineClient } from '../../../shared/contract/contract.ts';
import type {
  HashList,
  IndexState,
  ListChanges,
  ListComparison,
  ListImport,
  SavedMapping,
} from '../../../shared/contract/lists.contract.ts';
import type { ListMatch, MatchAlgorithm } from '../../../shared/contract/matching.contract.ts';
import type { CaseSummary } from '../../../shared/domain/case.ts';
import type { ColumnMapping } from '../../../shared/domain/hash-list.ts';
import type { CaseId, HashListId } from '../../../shared/domain/ids.ts';
import type { ListRefusal } from '../../../shared/domain/list-record.ts';
import type { Failure } from '../../transport/failure.ts';
import type { ImportOrder } from './import-form.ts';
import type { ListJob } from './list-job.ts';

export type ListsClient = Pick<EngineClient, 'lists' | 'matching'>;

/** The hash lists and the acts on them. */
export interface ListsState extends ManagingActs, ImportingActs, ComparingActs, FindingActs {
  lists: readonly HashList[];
  /** The lists were read at least once. */
  ready: boolean;
  index: IndexState | null;
  failure: Failure | null;
  load: () => Promise<void>;
  /** An index that failed is being restarted. */
  restarting: boolean;
  restartIndex: () => Promise<void>;
  forgetFailure: () => void;
}

export interface ManagingActs {
  /** The list whose details are shown. */
  open: HashListId | null;
  /** The imports of the open list, newest first. */
  imports: readonly ListImport[];
  refusals: { import: ListImport; refused: readonly ListRefusal[] } | null;
  show: (list: HashListId | null) => Promise<void>;
  /** @returns whether the change was recorded */
  change: (list: HashListId, changes: ListChanges) => Promise<boolean>;
  setEnabled: (list: HashListId, enabled: boolean) => Promise<boolean>;
  remove: (list: HashListId) => Promise<boolean>;
  showRefusals: (of: ListImport | null) => Promise<void>;
}

export interface ImportingActs {
  jobs: readonly ListJob[];
  mappings: readonly SavedMapping[];
  startImport: (order: ImportOrder) => Promise<void>;
  cancelImport: (id: number) => void;
  dismissImport: (id: number) => void;
  loadMappings: () => Promise<void>;
  saveMapping: (name: string, mapping: ColumnMapping) => Promise<void>;
  removeMapping: (name: string) => Promise<void>;
}

export interface ComparingActs {
  comparison: {
    list: HashListId;
    progress: { done: number; total: number } | null;
    result: ListComparison | null;
  } | null;
  compare: (list: HashListId) => Promise<void>;
  stopComparing: () => void;
}

/** The answer of lists and cases to a look-up. */
export interface Found {
  value: string;
  asked: readonly MatchAlgorithm[];
  matches: readonly ListMatch[];
  cases: readonly CaseSummary[];
  /** Cases that wait for a second review by this person. */
  waiting: readonly CaseId[];
}

export interface FindingActs {
  found: Found | null;
  finding: boolean;
  find: (text: string) => Promise<void>;
}

export type ListsStore = StoreApi<ListsState>;

/** The parts that the acts share. */
export interface ListsBench {
  client: ListsClient;
  set: ListsStore['setState'];
  get: ListsStore['getState'];
}
