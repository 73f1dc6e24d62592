import { hash } from 'node:crypto';
import { BatchHitWriter } from '../../../shared/contract/batch-hits.ts';
import type { BatchAnswer, ListMatch, MatchAlgorithm } from '../../../shared/contract/matching.contract.ts';
import type { HashAlgorithm } from '../../../shared/domain/hashes.ts';
import { sha256Hex } from '../../exchange/sha256-hex.ts';
import type { Ledger } from '../audit/ledger.ts';
import { Failure } from '../failure.ts';
import { EntryDetailsReader } from './entry-details.ts';
import type { HashListStore, StoredList } from './hash-list.store.ts';
import type { ListContentStore } from './list-content.store.ts';
import type { RefRange } from './list-ranges.ts';
import type { Answered, MatchingIndex } from './matching-index.ts';
import { type MatchValues, packedMatchValues, readMatchValues } from './read-match-values.ts';

export interface ListMatchingParts {
  lists: HashListStore;
  content: ListContentStore;
  index: MatchingIndex;
  ledger: Ledger;
  newId: () => string;
}

/** A value of an enabled list that was found, before anything is read about it. */
export interface FoundRef {
  /** Number of the value that was asked for, from 0. */
  query: number;
  ref: number;
  distance: number;
  list: StoredList;
  range: RefRange;
}

/** Asks enabled lists for values. */
export class ListMatching {
  readonly #parts: ListMatchingParts;
  readonly #details: EntryDetailsReader;

  constructor(parts: ListMatchingParts) {
    this.#parts = parts;
    this.#details = new EntryDetailsReader(parts.content);
  }

  /** What a person looks up: recorded. @throws Failure REFUSED, CONFLICT, LOCKED */
  async match(algorithm: MatchAlgorithm, value: string, distance?: number): Promise<ListMatch[]> {
    const values = readMatchValues(algorithm, [value]);
    const matches = this.describe(values, await this.find(values, distance));
    this.#record(algorithm, values.textOf(0) ?? '', matches.length);
    return matches;
  }

  /** The same for many, recorded as one. @throws Failure REFUSED, CONFLICT, LOCKED */
  async matchMany(
    algorithm: MatchAlgorithm,
    given: readonly string[] | Uint8Array,
    distance?: number,
  ): Promise<BatchAnswer> {
    const values =
      given instanceof Uint8Array ? packedMatchValues(algorithm, given) : readMatchValues(algorithm, given);
    const hits = new BatchHitWriter();
    const places = new Map<string, number>();
    const lists: BatchAnswer['lists'] = [];
    const entries: BatchAnswer['entries'] = [];
    for (const found of await this.find(values, distance)) {
      const { query, ref, list, range } = found;
      // A bare value that is equal is called what it was asked by; nothing has to be read.
      if (range.hasEntries || found.distance > 0) {
        const details = this.#detailsOf(values, found);
        if (details === null) continue;
        entries.push([hits.count, details.entry]);
      }
      let place = places.get(list.id);
      if (place === undefined) {
        place = lists.push({ list: list.id, name: list.name }) - 1;
        places.set(list.id, place);
      }
      hits.push(query, ref, place, found.distance);
    }
    this.#recordMany(values, hits.count);
    return { asked: values.count, found: hits.count, lists, hits: hits.blob(), entries };
  }

  /** Every algorithm that a pasted value may be of. @throws Failure REFUSED, CONFLICT, LOCKED */
  async findPasted(value: string): Promise<{ asked: MatchAlgorithm[]; matches: ListMatch[] }> {
    const asked = algorithmsOf(value);
    const all = asked.map((algorithm) => readMatchValues(algorithm, [value]));
    const matches: ListMatch[] = [];
    for (const values of all) matches.push(...this.describe(values, await this.find(values, 0)));
    for (const values of all) {
      const found = matches.filter(({ algorithm }) => algorithm === values.algorithm).length;
      this.#record(values.algorithm, values.textOf(0) ?? '', found);
    }
    return { asked, matches };
  }

  /**
   * Values of enabled lists that are equal, or PDQ near enough: within `distance`, or within each list's own. Ordered by
   * the number of the value that was asked for, then by distance. Leaves nothing in the record: for the engine's own work.
   * @throws Failure CONFLICT, LOCKED
   */
  async find(values: MatchValues, distance?: number): Promise<FoundRef[]> {
    const { lists, index } = this.#parts;
    const enabled = new Map(lists.list().flatMap((list) => (list.enabled ? [[list.id, list]] : [])));
    if (enabled.size === 0 || values.count === 0) {
      await index.ready();
      return [];
    }
    const widest = distance ?? Math.max(...[...enabled.values()].map(({ pdqDistance }) => pdqDistance));
    const answered =
      values.algorithm === 'pdq'
        ? await index.near(values.packed, widest)
        : await index.exact(values.algorithm, values.packed);
    return this.#counting(values.algorithm, answered, enabled, distance);
  }

  /** What is known about values that were found. */
  describe(values: MatchValues, found: readonly FoundRef[]): ListMatch[] {
    return found.flatMap((one) => {
      const details = this.#detailsOf(values, one);
      if (details === null) return [];
      const { list, ref, distance } = one;
      const meaning = details.meaning ?? list.meaning;
      return [
        {
          list: list.id,
          listName: list.name,
          trust: list.trust,
          ref,
          algorithm: values.algorithm,
          distance,
          ...details,
          meaning,
        },
      ];
    });
  }

  /** Forgets values that were read. */
  close(): void {
    this.#details.forget();
  }

  #counting(
    algorithm: MatchAlgorithm,
    { hits, ranges }: Answered,
    enabled: ReadonlyMap<string, StoredList>,
    distance: number | undefined,
  ): FoundRef[] {
    const found: FoundRef[] = [];
    const { query, ref, distance: distances } = hits;
    let from = 0;
    let last: { range: RefRange; list: StoredList | undefined } | null = null;
    const seen: StoredList[] = [];
    for (let i = 0; i < ref.length; i++) {
      const one = ref[i]!;
      if (last === null || one < last.range.first || one > last.range.last || ranges.hasDropped) {
        const range = ranges.rangeOf(one);
        if (!range) continue;
        last = { range, list: enabled.get(range.list) };
      }
      const { range, list } = last;
      if (!list) continue;
      const bits = distances[i]!;
      if (distance === undefined && bits > list.pdqDistance) continue;
      if (found.length > from && found[from]!.query !== query[i]) {
        orderFrom(found, from);
        from = found.length;
        seen.length = 0;
      }
      // A bare sum that a list holds twice is one hit. Of PDQ every neighbour is told.
      if (!range.hasEntries && algorithm !== 'pdq') {
        if (seen.includes(list)) continue;
        seen.push(list);
      }
      found.push({ query: query[i]!, ref: one, distance: bits, list, range });
    }
    orderFrom(found, from);
    return found;
  }

  #detailsOf(values: MatchValues, { ref, range, query, distance }: FoundRef) {
    return this.#details.of(ref, range, values.algorithm, distance === 0 ? values.textOf(query) : null);
  }

  #record(algorithm: MatchAlgorithm, value: string, found: number): void {
    const { lists, ledger, newId } = this.#parts;
    // Bound to the search: who is given the ledger can test a value they have, and read none.
    const search = newId();
    const valueSha256 = sha256Hex(`${search}\n${value}`);
    lists.transaction(() =>
      ledger.byPerson('matching.searched', { search, in: 'lists', algorithm, valueSha256, found }),
    );
  }

  #recordMany({ algorithm, count, packed }: MatchValues, found: number): void {
    const { lists, ledger, newId } = this.#parts;
    const search = newId();
    const valuesSha256 = hash('sha256', Buffer.concat([Buffer.from(`${search}\n`), packed]));
    lists.transaction(() =>
      ledger.byPerson('matching.searched', {
        search,
        in: 'lists',
        algorithm,
        values: count,
        valuesSha256,
        found,
      }),
    );
  }
}

function orderFrom(found: FoundRef[], from: number): void {
  if (found.length - from < 2) return;
  const part = found.splice(from).sort((a, b) => a.distance - b.distance || a.ref - b.ref);
  for (const one of part) found.push(one);
}

const BY_DIGITS: Readonly<Record<number, HashAlgorithm[]>> = {
  32: ['md5'],
  40: ['sha1'],
  64: ['sha256', 'pdq'],
};

/** What a value may be by its form; every one of them is asked. */
function algorithmsOf(value: string): MatchAlgorithm[] {
  const text = value.trim();
  const algorithms = /^[0-9a-f]+$/i.test(text) ? BY_DIGITS[text.length] : null;
  if (algorithms) return algorithms;
  if (text.includes('://') || /^[\w.-]+\.[a-z]{2,}(\/|$)/i.test(text)) return ['url'];
  if (/^[A-Za-z0-9+/]{192}$/.test(text) || /^\d{1,3}(\s?,\s?\d{1,3}){143}$/.test(text)) return ['photodna'];
  const detail = 'The value is no hash Hashline knows by its form, and no address.';
  throw new Failure({
    code: 'REFUSED',
    data: { refusals: [{ row: null, field: 'value', reason: 'bad-hash', detail }] },
  });
}
