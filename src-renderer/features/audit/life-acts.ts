import type { CaseId } from '../../../shared/domain/ids.ts';
import type { LedgerParts, LedgerState } from './ledger-state.ts';

const PAGE = 500;

type LifeActs = Pick<LedgerState, 'openLife' | 'moreOfLife' | 'closeLife'> & {
  /** Reads the shown life again: a merge can add old entries too. */
  refreshLife: () => Promise<void>;
};

/** Reads the life of one case, oldest entry first. */
export function lifeActs({ client, set, get, attempt }: LedgerParts): LifeActs {
  const read = async (id: CaseId) => {
    const { cases, total, entries } = await client.audit.timeline({ case: id, limit: PAGE });
    return { case: id, cases, total, entries };
  };
  return {
    openLife: async (id) => {
      await attempt(async () => {
        const life = await read(id);
        set({ life, chosen: life.entries.at(-1) ?? null });
      });
    },

    moreOfLife: async () => {
      const { life } = get();
      const after = life?.entries.at(-1)?.seq;
      if (life === null || after === undefined || life.entries.length >= life.total) return;
      await attempt(async () => {
        const { entries, total } = await client.audit.timeline({ case: life.case, after, limit: PAGE });
        if (get().life === life) set({ life: { ...life, total, entries: [...life.entries, ...entries] } });
      });
    },

    refreshLife: async () => {
      const { life } = get();
      // A person who has read further keeps what is shown; the rest comes with the next page.
      if (life === null || life.entries.length > PAGE) return;
      await attempt(async () => {
        const fresh = await read(life.case);
        if (get().life === life) set({ life: fresh });
      });
    },

    closeLife: () => set({ life: null }),
  };
}
