import type { Entry } from '../../../shared/ledger/entry.ts';
import type { Fault } from '../../../shared/ledger/fault.ts';
import { type EntryKind, readData } from '../../../shared/ledger/kinds/all-kinds.ts';
import type { Cases } from '../cases/cases.ts';
import { boundDigest } from '../ledger/bound-digest.ts';
import { countFault, type RecordCheck } from '../session/record-check.ts';
import type { AssignmentStore } from './assignment.store.ts';

/** Compares the stored assignments of cases with what supervisors signed. */
export class AssignmentCheck implements RecordCheck {
  readonly kinds: readonly EntryKind[] = ['case.reassigned', 'case.released', 'case.merged'];
  readonly #store: AssignmentStore;
  readonly #cases: Pick<Cases, 'given'>;
  readonly #given = new Map<string, string>();
  #acts = 0;

  constructor(store: AssignmentStore, cases: Pick<Cases, 'given'>) {
    this.#store = store;
    this.#cases = cases;
  }

  take({ kind, actor, data }: Entry, isErased: boolean): Fault[] {
    if (kind === 'case.merged') return this.#follow(data);
    const said = readData(kind === 'case.reassigned' ? kind : 'case.released', data);
    if (said === null) return [{ code: 'assignment-unsaid' }];
    this.#acts += 1;
    const { case: id, from, reason, wordsSha256 } = said;
    const to = 'to' in said ? said.to : null;
    if (to === null) this.#given.delete(id);
    else this.#given.set(id, to);
    const row = this.#store.signed(wordsSha256);
    if (row === null) return [{ code: 'assignment-missing' }];
    const same =
      'person' in actor &&
      actor.person === row.person &&
      row.from === from &&
      row.to === to &&
      row.reason === reason &&
      (isErased ? row.words === '' : boundDigest(row.id, row.words) === wordsSha256);
    return same ? [] : [{ code: 'assignment-differs' }];
  }

  /** Checks what must hold once every entry was processed. */
  end(): Fault[] {
    const rows = this.#cases.given();
    const ids = [...new Set([...rows.keys(), ...this.#given.keys()])].sort();
    return [
      ...countFault('count-of-assignments', this.#store.count(), this.#acts),
      ...ids
        .filter((id) => rows.get(id) !== this.#given.get(id))
        .map((id): Fault => ({ code: 'case-given-otherwise', case: id })),
    ];
  }

  /** A merged case passes its assignment on to the other case, if that has none. */
  #follow(data: Entry['data']): Fault[] {
    const merged = readData('case.merged', data);
    const to = merged === null ? undefined : this.#given.get(merged.case);
    if (merged === null || to === undefined) return [];
    this.#given.delete(merged.case);
    if (!this.#given.has(merged.into)) this.#given.set(merged.into, to);
    return [];
  }
}
