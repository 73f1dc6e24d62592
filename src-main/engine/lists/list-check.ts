import { canonicalText } from '../../../shared/ledger/canonical-json.ts';
import type { Entry } from '../../../shared/ledger/entry.ts';
import type { Fault } from '../../../shared/ledger/fault.ts';
import { type EntryKind, readData } from '../../../shared/ledger/kinds/all-kinds.ts';
import type { StatedList } from '../../../shared/ledger/kinds/list.ts';
import type { RecordCheck } from '../session/record-check.ts';
import type { HashListStore } from './hash-list.store.ts';
import type { ListDigestStore } from './list-digest.store.ts';
import type { RefRange } from './list-ranges.ts';
import { statedList } from './stated-list.ts';

/** The contents of a list according to the ledger. */
interface StatedContent {
  /** For each import the digest of its bare values, and whether it has records too; the newest import last. */
  imports: Map<string, { values: string; hasRecords: boolean }>;
  records: string;
}

export interface ListCheckParts {
  lists: HashListStore;
  digests: ListDigestStore;
  /** Whether content that is missing may be on its way: it is checked when it is here. */
  canArrive: () => boolean;
}

/** Compares lists with what supervisors signed: their settings, whether they are enabled, and their contents. */
export class ListCheck implements RecordCheck {
  readonly kinds: readonly EntryKind[] = ['list.imported', 'list.changed', 'list.removed'];
  readonly #lists: HashListStore;
  readonly #digests: ListDigestStore;
  readonly #canArrive: () => boolean;
  readonly #stated = new Map<string, StatedList>();
  readonly #contents = new Map<string, StatedContent>();
  #toRead: { list: string; content: StatedContent; ranges: RefRange[] }[] = [];

  constructor({ lists, digests, canArrive }: ListCheckParts) {
    this.#lists = lists;
    this.#digests = digests;
    this.#canArrive = canArrive;
  }

  take({ kind, data }: Entry): Fault[] {
    if (kind === 'list.removed') {
      const removed = readData(kind, data);
      if (removed === null) return [{ code: 'list-unnamed' }];
      this.#contents.delete(removed.list);
      return this.#stated.delete(removed.list) ? [] : [{ code: 'removed-list-unknown' }];
    }
    const said = readData(kind === 'list.changed' ? kind : 'list.imported', data);
    if (said === null) return [{ code: 'list-unsaid' }];
    const { list } = said;
    this.#stated.set(list, said);
    if (!('import' in said)) return [];
    const { import: id, mode, content } = said;
    const { valuesSha256: values, hasRecords, recordsSha256: records } = content;
    const before = mode === 'replace' ? [] : (this.#contents.get(list)?.imports ?? []);
    this.#contents.set(list, { imports: new Map([...before, [id, { values, hasRecords }]]), records });
    return [];
  }

  end(): Fault[] {
    const rows = new Map<string, StatedList>(this.#lists.list().map((list) => [list.id, statedList(list)]));
    const problems: Fault[] = [];
    for (const [id, row] of rows) {
      const said = this.#stated.get(id);
      if (!said) problems.push({ code: 'list-not-imported', list: id });
      else {
        const other = Object.keys(row).filter(
          (name) => textOf(row[name as keyof StatedList]) !== textOf(said[name as keyof StatedList]),
        );
        if (other.length > 0) problems.push({ code: 'list-settings-differ', list: id, settings: other });
      }
    }
    for (const id of this.#stated.keys()) {
      if (!rows.has(id)) problems.push({ code: 'list-missing', list: id });
    }
    for (const [list, content] of this.#contents) {
      const ranges = this.#rangesOf(list);
      const imports = ranges.map((range) => range.import).sort();
      if (textOf(imports) === textOf([...content.imports.keys()].sort()))
        this.#toRead.push({ list, content, ranges });
      else if (!this.#canArrive()) problems.push({ code: 'list-imports-differ', list });
    }
    return problems;
  }

  *inPieces(): Generator<Fault[]> {
    for (const { list, content, ranges } of this.#toRead) {
      const isSame = yield* this.#isAsSigned(content, ranges);
      // A list that an import changed meanwhile is left to the next verification.
      if (!isSame && textOf(this.#rangesOf(list)) === textOf(ranges))
        yield [{ code: 'list-values-differ', list }];
    }
  }

  *#isAsSigned(
    { imports, records }: StatedContent,
    ranges: readonly RefRange[],
  ): Generator<Fault[], boolean> {
    for (const range of ranges) {
      const said = imports.get(range.import);
      if (range.hasRecords !== said?.hasRecords) return false;
      if ((yield* quietly(this.#digests.values(range))) !== said.values) return false;
    }
    const newest = [...imports.keys()].at(-1) ?? '';
    return (yield* quietly(this.#digests.records(newest, ranges))) === records;
  }

  #rangesOf(list: string): RefRange[] {
    return this.#lists.currentRanges().filter((range) => range.list === list);
  }
}

/** Yields once per piece, reporting no problem. */
function* quietly<Result>(pieces: Generator<void, Result>): Generator<Fault[], Result> {
  while (true) {
    const { done, value } = pieces.next();
    if (done) return value;
    yield [];
  }
}

const textOf = (value: unknown): string => canonicalText(value ?? null);
