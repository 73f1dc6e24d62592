import type { Fault } from '../../../shared/ledger/fault.ts';
import type { RecordAtEnd, RecordCheck } from '../session/record-check.ts';
import type { PeopleStore } from './people.store.ts';

/** Compares the table of people with the people that the ledger knows at its end. */
export class PeopleCheck implements RecordCheck {
  readonly kinds = [];
  readonly #store: PeopleStore;

  constructor(store: PeopleStore) {
    this.#store = store;
  }

  take(): Fault[] {
    return [];
  }

  end({ signers: { people } }: RecordAtEnd): Fault[] {
    const rows = this.#store.list();
    const strange = rows.filter(({ id, role, publicKey, enrolledAt, disabledAt }) => {
      const known = people.get(id);
      return (
        known?.role !== role ||
        known.publicKey !== publicKey ||
        known.enrolled !== (enrolledAt !== null) ||
        known.disabled !== (disabledAt !== null)
      );
    });
    const there = new Set<string>(rows.map(({ id }) => id));
    const missing = [...people.keys()].filter((id) => !there.has(id));
    return [
      ...strange.map(({ id }): Fault => ({ code: 'person-differs', person: id })),
      ...missing.map((person): Fault => ({ code: 'person-missing', person })),
    ];
  }
}
