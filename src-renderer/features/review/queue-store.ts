import { createStore, type StoreApi } from 'zustand/vanilla';
import type { EngineClient } from '../../../shared/contract/contract.ts';
import type { QueueFilter } from '../../../shared/contract/review.contract.ts';
import type { CaseState, CaseSummary } from '../../../shared/domain/case.ts';
import type { CaseId } from '../../../shared/domain/ids.ts';
import { type Failure, failureOf } from '../../transport/failure.ts';
import { appendRows, differs, QUEUE_PAGE, refreshRows, START_FILTER } from './queue-rows.ts';

/** The part of the list of cases that has been read. */
export interface QueueState {
  filter: QueueFilter;
  rows: readonly CaseSummary[];
  total: number;
  next: string | null;
  loading: boolean;
  /** The list was read at least once. */
  ready: boolean;
  failure: Failure | null;
  counts: Partial<Record<CaseState, number>>;
  /** A newer first page, kept until the person asks for it, so that no row moves under the cursor. */
  newer: { rows: readonly CaseSummary[]; total: number; next: string | null } | null;
  load: (filter?: QueueFilter) => Promise<void>;
  loadMore: () => Promise<void>;
  /** Reads whether the list has changed; with `settle` the change is shown at once. */
  refresh: (settle: boolean) => Promise<void>;
  showNewer: () => void;
  /** Takes a decided case off the list and counts its new state. */
  leave: (id: CaseId) => void;
  patch: (summary: CaseSummary) => void;
}

export type QueueStore = StoreApi<QueueState>;

export function createQueueStore(client: Pick<EngineClient, 'review'>): QueueStore {
  return createStore<QueueState>((set, get) => {
    // Answers to an earlier filter are dropped.
    let asked = 0;
    const readCounts = async () => set({ counts: await client.review.counts() });
    return {
      filter: START_FILTER,
      rows: [],
      total: 0,
      next: null,
      loading: false,
      ready: false,
      failure: null,
      counts: {},
      newer: null,

      load: async (filter = get().filter) => {
        const mine = ++asked;
        set({ filter, loading: true, failure: null, newer: null });
        try {
          const [page] = await Promise.all([
            client.review.queue({ ...filter, limit: QUEUE_PAGE }),
            readCounts(),
          ]);
          if (mine !== asked) return;
          set({ rows: page.cases, total: page.total, next: page.next, ready: true });
        } catch (error) {
          if (mine === asked) set({ failure: failureOf(error) });
        } finally {
          if (mine === asked) set({ loading: false });
        }
      },

      loadMore: async () => {
        const { next, loading, filter } = get();
        if (next === null || loading) return;
        const mine = asked;
        set({ loading: true });
        try {
          const page = await client.review.queue({ ...filter, limit: QUEUE_PAGE, after: next });
          if (mine !== asked) return;
          set({ rows: appendRows(get().rows, page.cases), total: page.total, next: page.next });
        } catch (error) {
          if (mine === asked) set({ failure: failureOf(error) });
        } finally {
          if (mine === asked) set({ loading: false });
        }
      },

      refresh: async (settle) => {
        const mine = asked;
        try {
          const [page] = await Promise.all([
            client.review.queue({ ...get().filter, limit: QUEUE_PAGE }),
            readCounts(),
          ]);
          if (mine !== asked) return;
          const newer = { rows: page.cases, total: page.total, next: page.next };
          if (!differs(get().rows, page.cases)) {
            set({ rows: refreshRows(get().rows, page.cases), total: page.total, newer: null });
          } else if (settle || get().rows.length === 0) set({ ...newer, newer: null });
          else set({ newer, rows: refreshRows(get().rows, page.cases), total: page.total });
        } catch (error) {
          set({ failure: failureOf(error) });
        }
      },

      showNewer: () => {
        const { newer } = get();
        if (newer !== null) set({ ...newer, newer: null });
      },

      leave: (id) => {
        const rows = get().rows.filter((row) => row.id !== id);
        if (rows.length !== get().rows.length) set({ rows, total: Math.max(0, get().total - 1) });
      },

      patch: (summary) => set({ rows: get().rows.map((row) => (row.id === summary.id ? summary : row)) }),
    };
  });
}
