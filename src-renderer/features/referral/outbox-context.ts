import { storeContext } from '../../ui/store-context.tsx';
import type { OutboxState } from './outbox-store.ts';

const context = storeContext<OutboxState>('the outbox');
export const OutboxProvider = context.Provider;
export const useOutbox = context.useState;
export const useOutboxStore = context.useApi;
