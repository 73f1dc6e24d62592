import { createStore, type StoreApi } from 'zustand/vanilla';
import type { BlocklistExport, BlocklistPreview } from '../../../shared/contract/blocklist.contract.ts';
import type { EngineClient } from '../../../shared/contract/contract.ts';
import { type Failure, failureOf } from '../../transport/failure.ts';
import { storeContext } from '../../ui/store-context.tsx';

/** The list that was given out last from this page. */
export interface GivenList {
  list: BlocklistExport;
  /** The serial that the difference is about; null for the first list. */
  since: number | null;
  atMs: number;
  isSaved: boolean;
}

/** The blocking list: what an export would say, and the one made last in this session. */
export interface BlocklistState {
  preview: BlocklistPreview | null;
  /** The serial to compare with; null: the one given out last. */
  since: number | null;
  isLooking: boolean;
  isExporting: boolean;
  given: GivenList | null;
  failure: Failure | null;
  look: (since: number | null) => Promise<void>;
  /** Makes a new serial, with the difference to the list that is compared with. */
  export: () => Promise<void>;
  noteSaved: () => void;
}

export type BlocklistStore = StoreApi<BlocklistState>;

const context = storeContext<BlocklistState>('the blocking list');
export const BlocklistProvider = context.Provider;
export const useBlocklist = context.useState;
export const useBlocklistStore = context.useApi;

export const createBlocklistStore = (
  client: Pick<EngineClient, 'blocklist'>,
  nowMs: () => number = Date.now,
): BlocklistStore =>
  createStore<BlocklistState>((set, get) => {
    let asked = 0;
    const asSince = (since: number | null) => (since === null ? {} : { since });
    const look = async (since: number | null) => {
      const mine = ++asked;
      set({ since, isLooking: true, failure: null });
      try {
        const preview = await client.blocklist.preview(asSince(since));
        if (mine === asked) set({ preview });
      } catch (error) {
        if (mine === asked) set({ preview: null, failure: failureOf(error) });
      } finally {
        if (mine === asked) set({ isLooking: false });
      }
    };
    return {
      preview: null,
      since: null,
      isLooking: false,
      isExporting: false,
      given: null,
      failure: null,
      look,
      export: async () => {
        const { isExporting, preview, since } = get();
        if (isExporting || preview === null) return;
        set({ isExporting: true, failure: null });
        try {
          const from = since ?? preview.given[0]?.serial ?? null;
          const list = await client.blocklist.export(asSince(from));
          set({ given: { list, since: from, atMs: nowMs(), isSaved: false } });
          await look(null);
        } catch (error) {
          set({ failure: failureOf(error) });
        } finally {
          set({ isExporting: false });
        }
      },
      noteSaved: () => {
        const { given } = get();
        if (given !== null) set({ given: { ...given, isSaved: true } });
      },
    };
  });
