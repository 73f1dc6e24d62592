import type { Entry } from '../../../shared/ledger/entry.ts';
import type { Fault } from '../../../shared/ledger/fault.ts';
import { type EntryKind, readData } from '../../../shared/ledger/kinds/all-kinds.ts';
import { type StatedDestination, saysTheSame } from '../ledger/stated-destination.ts';
import type { RecordCheck } from '../session/record-check.ts';
import type { DestinationStore } from './destination.store.ts';
import { stateDestination } from './state-destination.ts';

/**
 * Compares destinations with what was signed when they were configured: a changed row would send referrals to another
 * desk.
 */
export class DestinationCheck implements RecordCheck {
  readonly kinds: readonly EntryKind[] = ['destination.added', 'destination.removed'];
  readonly #store: DestinationStore;
  readonly #stated = new Map<string, StatedDestination>();

  constructor(store: DestinationStore) {
    this.#store = store;
  }

  take({ kind, data }: Entry): Fault[] {
    if (kind === 'destination.removed') {
      const removed = readData(kind, data);
      if (removed === null) return [{ code: 'destination-unnamed' }];
      this.#stated.delete(removed.destination);
      return [];
    }
    const stated = readData('destination.added', data);
    if (stated === null) return [{ code: 'destination-unsaid' }];
    this.#stated.set(stated.destination, stated);
    return [];
  }

  end(): Fault[] {
    const rows = new Map(this.#store.list().map((row) => [row.id as string, stateDestination(row)]));
    const ids = [...new Set([...rows.keys(), ...this.#stated.keys()])].sort();
    return ids.flatMap((id): Fault[] => {
      const [row, stated] = [rows.get(id), this.#stated.get(id)];
      if (row === undefined) return [{ code: 'destination-missing', destination: id }];
      if (stated === undefined) return [{ code: 'destination-added', destination: id }];
      return saysTheSame(row, stated) ? [] : [{ code: 'destination-differs', destination: id }];
    });
  }
}
