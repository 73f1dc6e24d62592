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
    const keys = this.#store.keys();
    const strange = rows.filter(({ id, role, disabledAt }) => {
      const known = people.get(id);
      const theirs = keys.filter(({ person }) => person === id);
      return (
        known?.role !== role ||
        known.disabled !== (disabledAt !== null) ||
        known.keys.size !== theirs.length ||
        theirs.some(({ device, publicKey, enrolledAt }) => {
          const key = known.keys.get(device);
          return key?.publicKey !== publicKey || key.enrolled !== (enrolledAt !== null);
        })
      );
    });
    const there = new Set<string>(rows.map(({ id }) => id));
    const missing = [...people.keys()].filter((id) => !there.has(id));
    const keysOfNobody = keys.filter(({ person }) => !there.has(person));
    return [
      ...strange.map(({ id }): Fault => ({ code: 'person-differs', person: id })),
      ...keysOfNobody.map(({ person }): Fault => ({ code: 'person-differs', person })),
      ...missing.map((person): Fault => ({ code: 'person-missing', person })),
    ];
  }
}
