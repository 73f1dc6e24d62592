import { createStore, type StoreApi } from 'zustand/vanilla';
import type { EntryView, VerifyReport } from '../../../shared/contract/audit.contract.ts';
import type { EngineClient } from '../../../shared/contract/contract.ts';
import type { CaseId, PersonId } from '../../../shared/domain/ids.ts';
import type { EntryKind } from '../../../shared/ledger/entry.ts';
import { type Failure, failureOf } from '../../transport/failure.ts';

const PAGE = 100;

export interface LedgerFilter {
  kind?: EntryKind | undefined;
  actor?: PersonId | undefined;
  case?: CaseId | undefined;
}

/** The ledger as far as it has been read, newest first, and what was last proved of it. */
export interface LedgerState {
  filter: LedgerFilter;
  entries: readonly EntryView[];
  /** Entries in all, whatever the filter. */
  size: number;
  more: boolean;
  ready: boolean;
  chosen: EntryView | null;
  verifying: { entries: number; total: number } | null;
  report: VerifyReport | null;
  checkpoint: { size: number; root: string; note: string } | null;
  exporting: number | null;
  exported: number | null;
  failure: Failure | null;
  show: (filter: LedgerFilter) => Promise<void>;
  loadMore: () => Promise<void>;
  /** Reads what was added since. */
  refresh: () => Promise<void>;
  choose: (entry: EntryView | null) => void;
  verify: () => Promise<void>;
  readCheckpoint: () => Promise<void>;
  /** Hands the ledger's lines, in order, to `write`. */
  exportTo: (write: (text: string) => Promise<void>) => Promise<boolean>;
}

export type LedgerStore = StoreApi<LedgerState>;

export function createLedgerStore(client: Pick<EngineClient, 'audit'>): LedgerStore {
  return createStore<LedgerState>((set, get) => {
    let asked = 0;
    const read = (before?: number) => {
      const { kind, actor, case: ofCase } = get().filter;
      return client.audit.entries({
        limit: PAGE,
        ...(before === undefined ? {} : { before }),
        ...(kind === undefined ? {} : { kind }),
        ...(actor === undefined ? {} : { actor }),
        ...(ofCase === undefined ? {} : { case: ofCase }),
      });
    };
    const attempt = async (act: () => Promise<void>): Promise<boolean> => {
      set({ failure: null });
      try {
        await act();
        return true;
      } catch (error) {
        set({ failure: failureOf(error) });
        return false;
      }
    };
    return {
      filter: {},
      entries: [],
      size: 0,
      more: false,
      ready: false,
      chosen: null,
      verifying: null,
      report: null,
      checkpoint: null,
      exporting: null,
      exported: null,
      failure: null,

      show: async (filter) => {
        const mine = ++asked;
        set({ filter });
        await attempt(async () => {
          const { entries, total } = await read();
          if (mine !== asked) return;
          set({ entries, size: total, more: entries.length === PAGE, ready: true });
        });
      },

      loadMore: async () => {
        const last = get().entries.at(-1);
        if (!last || !get().more) return;
        const mine = asked;
        await attempt(async () => {
          const { entries } = await read(last.seq);
          if (mine === asked) set({ entries: [...get().entries, ...entries], more: entries.length === PAGE });
        });
      },

      refresh: async () => {
        const mine = asked;
        await attempt(async () => {
          const { entries, total } = await read();
          if (mine !== asked) return;
          const known = get().entries;
          const newest = known[0]?.seq ?? -1;
          const fresh = entries.filter((entry) => entry.seq > newest);
          // More happened than one page holds: begin again, so that no gap stands unseen.
          const all = fresh.length === PAGE ? entries : [...fresh, ...known];
          set({ entries: all, size: total, more: fresh.length === PAGE || get().more, ready: true });
        });
      },

      choose: (chosen) => set({ chosen }),

      verify: async () => {
        if (get().verifying !== null) return;
        set({ verifying: { entries: 0, total: get().size }, report: null });
        await attempt(async () => {
          for await (const event of await client.audit.verify()) {
            if (event.phase === 'done') set({ report: event.report });
            else set({ verifying: { entries: event.entries, total: event.total } });
          }
        });
        set({ verifying: null });
      },

      readCheckpoint: async () => {
        await attempt(async () => set({ checkpoint: await client.audit.checkpoint() }));
      },

      exportTo: async (write) => {
        set({ exporting: 0, exported: null });
        let written = 0;
        const ok = await attempt(async () => {
          for await (const { lines } of await client.audit.export()) {
            await write(lines.map((line) => `${line}\n`).join(''));
            written += lines.length;
            set({ exporting: written });
          }
        });
        set({ exporting: null, exported: ok ? written : null });
        return ok;
      },
    };
  });
}
