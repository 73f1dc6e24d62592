import { createStore, type StoreApi } from 'zustand/vanilla';
import type { EngineClient } from '../../../shared/contract/contract.ts';
import type { QueueView } from '../../../shared/contract/queue-filter.ts';
import type { QueuePage } from '../../../shared/contract/review.contract.ts';
import type { SearchHit } from '../../../shared/contract/search.contract.ts';
import type { CaseState, CaseSummary } from '../../../shared/domain/case.ts';
import type { CaseId } from '../../../shared/domain/ids.ts';
import { type Failure, failureOf } from '../../transport/failure.ts';
import { appendRows, differs, QUEUE_AHEAD, QUEUE_PAGE, refreshRows, START_FILTER } from './queue-rows.ts';

/** Where the cases of a search were found, and what else there is to say of it. */
export interface FoundCases {
  hits: ReadonlyMap<CaseId, SearchHit>;
  /** How many were found that wait for the person's own second review. */
  waiting: number;
  more: boolean;
  /** How many sightings were not looked at yet. */
  unread: number;
}

/** Who decided a case, and when. */
export type Decision = QueuePage['decisions'][number];

interface FirstPage {
  rows: readonly CaseSummary[];
  total: number;
  isExact: boolean;
  decisions: ReadonlyMap<CaseId, Decision>;
  batch: QueuePage['batch'];
  next: string | null;
  /** Null where the rows were not searched for. */
  found: FoundCases | null;
}

/** Most cases of a search that are shown. */
const FOUND_AT_MOST = 100;

/** The part of the list of cases that has been read. */
export interface QueueState {
  filter: QueueView;
  /** What is searched for, in place of the filter; empty where nothing is. */
  text: string;
  found: FoundCases | null;
  rows: readonly CaseSummary[];
  /** Number of cases in the list; at least so many, where `isExact` is false. */
  total: number;
  isExact: boolean;
  decisions: ReadonlyMap<CaseId, Decision>;
  /** The imported file that the filter names, once the list was read. */
  batch: QueuePage['batch'];
  next: string | null;
  loading: boolean;
  /** The list was read at least once. */
  ready: boolean;
  failure: Failure | null;
  counts: Partial<Record<CaseState, number>>;
  /** A newer first page, kept until the person asks for it, so that no row moves under the cursor. */
  newer: FirstPage | null;
  load: (filter?: QueueView) => Promise<void>;
  /** Shows the cases in which a text stands; without a text, those of the filter again. */
  search: (text: string) => Promise<void>;
  loadMore: () => Promise<void>;
  /** Reads whether the list has changed; with `settle` the change is shown at once. */
  refresh: (settle: boolean) => Promise<void>;
  showNewer: () => void;
  /** Takes a case off the list whose decision is about to be sent. */
  leave: (id: CaseId) => void;
  /** The engine has answered about such a case: what is read from now on shows it as it is. */
  answered: (id: CaseId) => void;
  patch: (summary: CaseSummary) => void;
}

export type QueueStore = StoreApi<QueueState>;

export function createQueueStore(client: Pick<EngineClient, 'review' | 'search'>): QueueStore {
  return createStore<QueueState>((set, get) => {
    // Answers to an earlier filter are dropped.
    let asked = 0;
    const readCounts = async () => set({ counts: await client.review.counts() });
    let readings = 0;
    // The cases that left, each with the last reading that may show it as it was before.
    const left = new Map<CaseId, number>();
    const read = async (after?: string): Promise<FirstPage> => {
      const mine = ++readings;
      const { filter, text } = get();
      const isShown = ({ id }: CaseSummary) => (left.get(id) ?? 0) < mine;
      if (text !== '') {
        const { hits, waiting, ...rest } = await client.search.find({ text, limit: FOUND_AT_MOST });
        const rows = hits.map((hit) => hit.case).filter(isShown);
        const found = {
          hits: new Map(hits.map((hit) => [hit.case.id, hit])),
          waiting: waiting.length,
          ...rest,
        };
        return {
          rows,
          total: rows.length,
          isExact: true,
          decisions: new Map(),
          batch: null,
          next: null,
          found,
        };
      }
      const asking = { ...filter, limit: QUEUE_PAGE, ...(after === undefined ? {} : { after }) };
      const { cases, total, isExact, decisions: made, batch, next } = await client.review.queue(asking);
      const rows = cases.filter(isShown);
      const decisions = new Map(made.map((decision) => [decision.case, decision]));
      return {
        rows,
        total: total - (cases.length - rows.length),
        isExact,
        decisions,
        batch,
        next,
        found: null,
      };
    };
    const show = async (what: Pick<QueueState, 'filter' | 'text'>): Promise<void> => {
      const mine = ++asked;
      // Until its name is read, no other file's stands for it.
      const batch = what.filter.batch === get().filter.batch ? get().batch : null;
      set({ ...what, batch, loading: true, failure: null, newer: null });
      let isShort = false;
      try {
        const [page] = await Promise.all([read(), readCounts()]);
        if (mine !== asked) return;
        set({ ...page, ready: true });
        // Few of very many cases match: the engine looks at so many at a time.
        isShort = page.next !== null && page.rows.length < QUEUE_AHEAD;
      } catch (error) {
        if (mine === asked) set({ failure: failureOf(error) });
      } finally {
        if (mine === asked) set({ loading: false });
      }
      if (isShort) void get().loadMore();
    };
    return {
      filter: START_FILTER,
      text: '',
      found: null,
      rows: [],
      total: 0,
      isExact: true,
      decisions: new Map(),
      batch: null,
      next: null,
      loading: false,
      ready: false,
      failure: null,
      counts: {},
      newer: null,

      load: (filter) => show(filter ? { filter, text: '' } : { filter: get().filter, text: get().text }),

      search: async (text) => {
        const wanted = text.trim();
        if (wanted !== get().text) await show({ filter: get().filter, text: wanted });
      },

      loadMore: async () => {
        const { next, loading } = get();
        if (next === null || loading) return;
        const mine = asked;
        set({ loading: true });
        try {
          const wanted = get().rows.length + QUEUE_AHEAD;
          for (let after: string | null = next; after !== null && get().rows.length < wanted; ) {
            const page: FirstPage = await read(after);
            if (mine !== asked) return;
            const decisions = new Map([...get().decisions, ...page.decisions]);
            set({ ...page, rows: appendRows(get().rows, page.rows), decisions });
            after = page.next;
          }
        } catch (error) {
          if (mine === asked) set({ failure: failureOf(error) });
        } finally {
          if (mine === asked) set({ loading: false });
        }
      },

      refresh: async (settle) => {
        const mine = asked;
        try {
          const [page] = await Promise.all([read(), readCounts()]);
          if (mine !== asked) return;
          const rows = refreshRows(get().rows, page.rows);
          const isOnly = page.next === null;
          if (!differs(get().rows, page.rows, isOnly))
            set({ rows, total: page.total, isExact: page.isExact, found: page.found, newer: null });
          else if (settle || get().rows.length === 0) set({ ...page, newer: null });
          else set({ newer: page, rows, total: page.total, isExact: page.isExact });
        } catch (error) {
          set({ failure: failureOf(error) });
        }
      },

      showNewer: () => {
        const { newer } = get();
        if (newer !== null) set({ ...newer, newer: null });
      },

      leave: (id) => {
        left.set(id, Number.POSITIVE_INFINITY);
        const rows = get().rows.filter((row) => row.id !== id);
        if (rows.length !== get().rows.length) set({ rows, total: Math.max(0, get().total - 1) });
      },

      answered: (id) => void left.set(id, readings),

      patch: (summary) => set({ rows: get().rows.map((row) => (row.id === summary.id ? summary : row)) }),
    };
  });
}
