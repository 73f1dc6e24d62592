import type { EntryFilter } from '../../../shared/contract/audit.contract.ts';
import { useSession } from '../vault/index.ts';
import { useLedgerStore } from './ledger-context.ts';
import { openTextSink } from './save-text.ts';

/** Saves the entries that fit to a file, each with its proof. */
export function useHandOut(): (query: EntryFilter, name: string) => Promise<void> {
  const store = useLedgerStore();
  const { device } = useSession();
  return async (query, name) => {
    const sink = await openTextSink(`${name}-${device.slice(0, 8)}.jsonl`);
    if (sink === null) return;
    const whole = await store.getState().handOut(query, sink.write);
    await (whole ? sink.close() : sink.abort());
  };
}
