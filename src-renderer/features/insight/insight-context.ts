import { storeContext } from '../../ui/store-context.tsx';
import type { InsightState } from './insight-store.ts';

const context = storeContext<InsightState>('the figures');
export const InsightProvider = context.Provider;
export const useInsight = context.useState;
export const useInsightStore = context.useApi;
