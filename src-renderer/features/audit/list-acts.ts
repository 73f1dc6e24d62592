import type { EntryView } from '../../../shared/contract/audit.contract.ts';
import { queryOf } from './ledger-filter.ts';
import type { LedgerParts, LedgerState } from './ledger-state.ts';

const PAGE = 100;
/** New entries are read in larger pages, up to this many; after more than that the list begins again. */
const FRESH_PAGE = 500;
const FRESH_PAGES = 5;

type ListActs = Pick<LedgerState, 'show' | 'loadMore' | 'refresh' | 'seen' | 'choose'>;

/** Reads the list by a filter, newest first, and adds new entries without moving those shown. */
export function listActs({ client, set, get, attempt }: LedgerParts): ListActs {
  let asked = 0;
  const read = (limit: number, before?: number) =>
    client.audit.entries({ ...queryOf(get().filter), limit, ...(before === undefined ? {} : { before }) });
  const readAnchors = async () => set({ anchors: await client.audit.anchors() });
  return {
    show: async (filter) => {
      const mine = ++asked;
      set({ filter, news: 0 });
      await attempt(async () => {
        const { entries, total, size } = await read(PAGE);
        if (mine !== asked) return;
        set({ entries, total, size, more: entries.length === PAGE, ready: true });
        await readAnchors();
      });
    },

    loadMore: async () => {
      const last = get().entries.at(-1);
      if (!last || !get().more) return;
      const mine = asked;
      await attempt(async () => {
        const { entries } = await read(PAGE, last.seq);
        if (mine === asked) set({ entries: [...get().entries, ...entries], more: entries.length === PAGE });
      });
    },

    refresh: async () => {
      const mine = asked;
      await attempt(async () => {
        const wasReady = get().ready;
        const newest = get().entries[0]?.seq ?? -1;
        const fresh: EntryView[] = [];
        let page = await read(PAGE);
        const { total, size } = page;
        let known = false;
        for (let pages = 0; ; pages++) {
          const unseen = page.entries.filter((entry) => entry.seq > newest);
          fresh.push(...unseen);
          const limit = pages === 0 ? PAGE : FRESH_PAGE;
          known = unseen.length < limit;
          const last = fresh.at(-1);
          if (known || !wasReady || pages === FRESH_PAGES || last === undefined) break;
          page = await read(FRESH_PAGE, last.seq);
        }
        if (mine !== asked) return;
        const more = known && wasReady ? get().more : fresh.length >= PAGE;
        // Another refresh that began at the same time may have added some of them already.
        const shown = get().entries[0]?.seq ?? -1;
        const added = fresh.filter((entry) => entry.seq > shown);
        set({
          entries: known ? [...added, ...get().entries] : fresh,
          total: Math.max(total, known ? get().total : 0),
          size: Math.max(size, get().size),
          more,
          ready: true,
          news: wasReady ? get().news + added.length : 0,
        });
        await readAnchors();
      });
    },

    seen: () => set({ news: 0 }),
    choose: (chosen) => set({ chosen }),
  };
}
