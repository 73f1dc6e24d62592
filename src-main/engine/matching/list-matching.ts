import { hash } from 'node:crypto';
import type { BatchHit, ListMatch, MatchAlgorithm } from '../../../shared/contract/matching.contract.ts';
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
  ): Promise<{ asked: number; hits: BatchHit[] }> {
    const values =
      given instanceof Uint8Array ? packedMatchValues(algorithm, given) : readMatchValues(algorithm, given);
    const hits: BatchHit[] = [];
    for (const found of await this.find(values, distance)) {
      const details = this.#detailsOf(values, found);
      if (details === null) continue;
      hits.push({
        query: found.query,
        list: found.list.id,
        entry: details.entry,
        ref: found.ref,
        distance: found.distance,
      });
    }
    this.#recordMany(values, hits.length);
    return { asked: values.count, hits };
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
    return this.#counting(answered, enabled, distance);
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
    { hits, ranges }: Answered,
    enabled: ReadonlyMap<string, StoredList>,
    distance: number | undefined,
  ): FoundRef[] {
    const found: FoundRef[] = [];
    const { query, ref, distance: distances } = hits;
    let from = 0;
    let seen = new Set<string>();
    for (let i = 0; i < ref.length; i++) {
      const range = ranges.rangeOf(ref[i]!);
      const list = range && enabled.get(range.list);
      if (!range || !list) continue;
      if (distance === undefined && distances[i]! > list.pdqDistance) continue;
      if (found.length > 0 && found[found.length - 1]!.query !== query[i]) {
        orderFrom(found, from);
        from = found.length;
        if (seen.size > 0) seen = new Set();
      }
      // A bare value that a list holds twice is one hit; PDQ are told apart by their values.
      if (!range.hasEntries && distances[i] === 0) {
        if (seen.has(list.id)) continue;
        seen.add(list.id);
      }
      found.push({ query: query[i]!, ref: ref[i]!, distance: distances[i]!, list, range });
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
