import { z } from 'zod';
import { canonicalText, type Entry, type EntryKind } from '../../../shared/ledger/entry.ts';
import type { RecordCheck } from '../audit/row-check.ts';
import type { HashListStore } from './hash-list.store.ts';
import type { ListContentStore } from './list-content.store.ts';
import { StatedList, statedList } from './stated-list.ts';

const Removed = z.object({ list: z.string() });

/** Compares lists with what supervisors signed: what they say, whether they answer, and how much stands on them. */
export class ListCheck implements RecordCheck {
  readonly kinds: readonly EntryKind[] = ['list.imported', 'list.changed', 'list.removed'];
  readonly #lists: HashListStore;
  readonly #content: ListContentStore;
  readonly #stated = new Map<string, StatedList>();

  constructor(lists: HashListStore, content: ListContentStore) {
    this.#lists = lists;
    this.#content = content;
  }

  take({ kind, data }: Entry): string[] {
    if (kind === 'list.removed') {
      const removed = Removed.safeParse(data);
      if (!removed.success) return ['does not say which list it is about'];
      return this.#stated.delete(removed.data.list) ? [] : ['removes a list nobody imported'];
    }
    const said = StatedList.safeParse(data);
    if (!said.success) return ['does not say what the list is'];
    this.#stated.set(said.data.list, said.data);
    return [];
  }

  end(): string[] {
    const rows = new Map<string, StatedList>(this.#lists.list().map((list) => [list.id, statedList(list)]));
    const problems: string[] = [];
    for (const [id, row] of rows) {
      const said = this.#stated.get(id);
      if (!said) problems.push(`nobody imported the hash list ${id}`);
      else {
        const other = Object.keys(row).filter(
          (name) => textOf(row[name as keyof StatedList]) !== textOf(said[name as keyof StatedList]),
        );
        if (other.length > 0)
          problems.push(`the hash list ${id} has another ${other.join(', ')} than was signed`);
        if (!this.#holdsAll(row)) problems.push(`the hash list ${id} holds other values than its counts say`);
      }
    }
    for (const id of this.#stated.keys()) {
      if (!rows.has(id)) problems.push(`the hash list ${id} is missing`);
    }
    return problems;
  }

  #holdsAll({ list, counts }: StatedList): boolean {
    const wanted = counts.urls + Object.values(counts.hashes).reduce((sum, count) => sum + count, 0);
    const ranges = this.#lists.currentRanges().filter((range) => range.list === list);
    return ranges.reduce((sum, range) => sum + this.#content.countValues(range), 0) === wanted;
  }
}

const textOf = (value: unknown): string => canonicalText(value ?? null);
