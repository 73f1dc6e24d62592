import type { EntryFilter } from '../../../shared/contract/audit.contract.ts';
import { savedFileName } from '../../../shared/contract/saved-file.ts';
import type { CaseId } from '../../../shared/domain/ids.ts';
import { openFileSink } from '../../transport/save-file.ts';
import { useSession } from '../vault/index.ts';
import { useLedgerStore } from './ledger-store.ts';

/** The entries to export: those of one case, or those that match a filter. */
export type HandedOut = { case: CaseId } | 'selection';

/** Saves the matching entries to a file, each with its proof. */
export function useHandOut(): (query: EntryFilter, of: HandedOut) => Promise<void> {
  const store = useLedgerStore();
  const { device } = useSession();
  return async (query, of) => {
    const sink = await openFileSink(nameOf(of, device.slice(0, 8)));
    if (sink === null) return;
    const whole = await store.getState().handOut(query, sink.write);
    await (whole ? sink.close() : sink.abort());
  };
}

const nameOf = (of: HandedOut, device: string) =>
  of === 'selection' ? savedFileName('selection', device) : savedFileName('case', `${of.case}-${device}`);
