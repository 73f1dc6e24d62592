import { failureOf } from '../../transport/failure.ts';
import { newCommand } from '../../transport/new-command.ts';
import type { ListsBench, ManagingActs } from './lists-state.ts';

/** Acts on one list: its history, its details, and whether it is in use. */
export function manageActs({ client, set, get }: ListsBench): ManagingActs {
  const carryOut = async (act: () => Promise<unknown>): Promise<boolean> => {
    set({ failure: null });
    try {
      await act();
    } catch (error) {
      set({ failure: failureOf(error) });
      return false;
    }
    await get().load();
    return true;
  };
  return {
    open: null,
    imports: [],
    refusals: null,

    show: async (list) => {
      if (list !== get().open) {
        get().stopComparing();
        set({ open: list, imports: [], comparison: null });
      }
      if (list === null) return;
      try {
        const imports = await client.lists.imports({ list });
        if (get().open === list) set({ imports });
      } catch (error) {
        set({ failure: failureOf(error) });
      }
    },

    change: (list, changes) => carryOut(() => client.lists.change({ command: newCommand(), list, changes })),

    setEnabled: (list, enabled) => {
      const act = enabled ? client.lists.enable : client.lists.disable;
      return carryOut(() => act({ command: newCommand(), list }));
    },

    remove: async (list) => {
      const gone = await carryOut(() => client.lists.remove({ command: newCommand(), list }));
      if (gone && get().open === list) await get().show(null);
      return gone;
    },

    showRefusals: async (of) => {
      if (of === null) return set({ refusals: null });
      try {
        set({
          refusals: { import: of, refused: await client.lists.refusals({ import: of.id, limit: 1000 }) },
        });
      } catch (error) {
        set({ failure: failureOf(error) });
      }
    },
  };
}
