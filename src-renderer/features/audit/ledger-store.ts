import { createStore } from 'zustand/vanilla';
import type { EngineClient } from '../../../shared/contract/contract.ts';
import { failureOf } from '../../transport/failure.ts';
import { storeContext } from '../../ui/store-context.tsx';
import type { LedgerParts, LedgerState, LedgerStore } from './ledger-state.ts';
import { lifeActs } from './life-acts.ts';
import { listActs } from './list-acts.ts';
import { recordActs } from './record-acts.ts';

const context = storeContext<LedgerState>('the ledger');
export const LedgerProvider = context.Provider;
export const useLedger = context.useState;
export const useLedgerStore = context.useApi;

export function createLedgerStore(client: Pick<EngineClient, 'audit'>): LedgerStore {
  return createStore<LedgerState>((set, get) => {
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
    const parts: LedgerParts = { client, set, get, attempt };
    const list = listActs(parts);
    const life = lifeActs(parts);
    return {
      filter: {},
      entries: [],
      total: 0,
      size: 0,
      more: false,
      ready: false,
      news: 0,
      chosen: null,
      life: null,
      anchors: null,
      proof: null,
      sheet: null,
      verifying: null,
      report: null,
      exporting: null,
      exported: null,
      failure: null,
      ...list,
      ...life,
      ...recordActs(parts),
      refresh: async () => {
        await Promise.all([list.refresh(), life.refreshLife()]);
      },
    };
  });
}
