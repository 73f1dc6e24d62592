import { BatchHitWriter } from '../../../shared/contract/batch-hits.ts';
import type { BatchAnswer, ListMatch, MatchAlgorithm } from '../../../shared/contract/matching.contract.ts';
import { readAddress } from '../../../shared/domain/address.ts';
import type { HashAlgorithm } from '../../../shared/domain/hash-algorithm.ts';
import { hashSchema } from '../../../shared/domain/hashes.ts';
import { giveBack } from '../../hash-index/give-back.ts';
import { NO_HITS } from '../../hash-index/hits.ts';
import { Failure } from '../storage/failure.ts';
import { type CountedHits, countHits } from './counted-hits.ts';
import type { HashListStore } from './hash-list.store.ts';
import type { RefRange } from './list-ranges.ts';
import type { Answered, MatchingIndex } from './matching-index.ts';
import type { Questions } from './questions.ts';
import { type MatchValues, packedMatchValues, readMatchValues } from './read-match-values.ts';
import type { RecordDetailsReader } from './record-details.ts';
import type { SearchRecord } from './search-record.ts';
import type { StoredList } from './stored-list.ts';

export interface ListMatchingParts {
  lists: HashListStore;
  index: MatchingIndex;
  details: RecordDetailsReader;
  record: SearchRecord;
  questions: Questions;
}

/** A value found on an enabled list, before its record is read. */
export interface FoundRef {
  /** Index of the value that was asked for, from 0. */
  query: number;
  ref: number;
  distance: number;
  list: StoredList;
  range: RefRange;
}

/** Asks enabled lists about values. */
export class ListMatching {
  readonly #parts: ListMatchingParts;
  readonly #hits = new BatchHitWriter();

  constructor(parts: ListMatchingParts) {
    this.#parts = parts;
  }

  /**
   * Looks up a value for a person, and records the search.
   * @throws Failure REFUSED, CONFLICT, LOCKED
   */
  async match(algorithm: MatchAlgorithm, value: string, distance?: number): Promise<ListMatch[]> {
    const values = readMatchValues(algorithm, [value]);
    const { questions, record } = this.#parts;
    return questions.during(async () => {
      const matches = this.describe(values, await this.find(values, distance));
      await record.one(algorithm, values.textOf(0) ?? '', matches.length);
      return matches;
    });
  }

  /**
   * Looks up many values, recorded as one search. The bytes given are transferred and no longer usable afterwards.
   * @throws Failure REFUSED, CONFLICT, LOCKED
   */
  async matchMany(
    algorithm: MatchAlgorithm,
    given: readonly string[] | Uint8Array,
    distance?: number,
  ): Promise<BatchAnswer> {
    const values =
      given instanceof Uint8Array ? packedMatchValues(algorithm, given) : readMatchValues(algorithm, given);
    const record = this.#parts.record.many(values);
    const counted = await this.#counted(values, distance);
    const { query, ref, distance: bits, range: ranges, enabled } = counted;
    const hits = this.#hits;
    hits.clear();
    const lists: BatchAnswer['lists'] = [];
    const placeOfList = new Map<string, number>();
    const placeOfRange = new Int32Array(counted.ranges.ranges.length).fill(-1);
    const records: BatchAnswer['records'] = [];
    for (let i = 0; i < counted.count; i++) {
      const of = ranges[i]!;
      const range = counted.ranges.ranges[of]!;
      // A bare value that is equal is known from the question itself, so nothing has to be read.
      if (range.hasRecords || bits[i]! > 0) {
        const found = { query: query[i]!, ref: ref[i]!, distance: bits[i]!, range };
        const details = this.#detailsOf(values, found);
        if (details === null) continue;
        records.push([hits.count, details.record]);
      }
      if (placeOfRange[of]! < 0) {
        const { list } = range;
        const known = placeOfList.get(list);
        placeOfRange[of] = known ?? lists.push({ list, name: enabled.get(list)!.name }) - 1;
        placeOfList.set(list, placeOfRange[of]!);
      }
      hits.push(query[i]!, ref[i]!, placeOfRange[of]!, bits[i]!);
    }
    const answer = { asked: values.count, found: hits.count, lists, hits: hits.blob(), records };
    giveBack(values.packed, query, ref, bits, ranges);
    await record(answer.found);
    return answer;
  }

  /**
   * Looks up a pasted value under every algorithm it may belong to.
   * @throws Failure REFUSED, CONFLICT, LOCKED
   */
  async findPasted(value: string): Promise<{ asked: MatchAlgorithm[]; matches: ListMatch[] }> {
    const asked = algorithmsOf(value);
    const all = asked.map((algorithm) => readMatchValues(algorithm, [value]));
    const { questions, record } = this.#parts;
    return questions.during(async () => {
      const matches: ListMatch[] = [];
      for (const values of all) matches.push(...this.describe(values, await this.find(values, 0)));
      const foundAs = (as: MatchAlgorithm) => matches.filter(({ algorithm }) => algorithm === as).length;
      await Promise.all(
        all.map(({ algorithm, textOf }) => record.one(algorithm, textOf(0) ?? '', foundAs(algorithm))),
      );
      return { asked, matches };
    });
  }

  /**
   * Finds values of enabled lists that are equal or, for PDQ, near enough: within `distance`, or within each list's
   * own. Results are ordered by the index of the value asked for, then by distance. Serves the engine's own work, so
   * the ledger does not record it.
   * @throws Failure CONFLICT, LOCKED
   */
  async find(values: MatchValues, distance?: number): Promise<FoundRef[]> {
    const { enabled, ...counted } = await this.#counted(values, distance);
    const { query, ref, distance: bits, ranges } = counted;
    return Array.from({ length: counted.count }, (_, i) => {
      const range = ranges.ranges[counted.range[i]!]!;
      const list = enabled.get(range.list)!;
      return { query: query[i]!, ref: ref[i]!, distance: bits[i]!, list, range };
    });
  }

  /** Reads what is known about values that were found. */
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

  /** Returns hits together with the lists that counted when the index was asked. */
  async #counted(
    values: MatchValues,
    distance: number | undefined,
  ): Promise<CountedHits & { enabled: ReadonlyMap<string, StoredList> }> {
    const { lists, index } = this.#parts;
    const enabled = new Map(lists.list().flatMap((list) => (list.enabled ? [[list.id, list]] : [])));
    if (enabled.size === 0 || values.count === 0) {
      await index.ready();
      const none = { hits: NO_HITS, ranges: index.ranges };
      return { ...countHits(values.algorithm, none, () => -1), enabled };
    }
    const widest = distance ?? Math.max(...[...enabled.values()].map(({ pdqDistance }) => pdqDistance));
    const answered = await this.#asked(values, widest);
    const counted = countHits(values.algorithm, answered, ({ list }) => {
      const found = enabled.get(list);
      return found ? (distance ?? found.pdqDistance) : -1;
    });
    return { ...counted, enabled };
  }

  async #asked(values: MatchValues, widest: number): Promise<Answered> {
    const { index } = this.#parts;
    const { algorithm } = values;
    if (algorithm === 'pdq') return index.near(values.packed, widest);
    const { values: back, ...answered } = await index.exactMany(algorithm, values.packed);
    values.packed = back;
    return answered;
  }

  #detailsOf(values: MatchValues, { ref, range, query, distance }: Omit<FoundRef, 'list'>) {
    return this.#parts.details.of(ref, range, values.algorithm, distance === 0 ? values.textOf(query) : null);
  }
}

const BY_DIGITS: Readonly<Record<number, HashAlgorithm[]>> = {
  32: ['md5'],
  40: ['sha1'],
  64: ['sha256', 'pdq'],
};

/** Whether a text is meant as an address: not every word with a full stop in it is. */
const isWritten = (address: string): boolean =>
  /^[a-z][a-z0-9+.-]*:/i.test(address) || /^[\w.-]+\.[a-z]{2,}(\/|$)/i.test(address);

/** Algorithms that a value may belong to by its form; each of them is asked. */
function algorithmsOf(value: string): MatchAlgorithm[] {
  const text = value.trim();
  const algorithms = /^[0-9a-f]+$/i.test(text) ? BY_DIGITS[text.length] : null;
  if (algorithms) return algorithms;
  if (hashSchema.photodna.safeParse(text).success) return ['photodna'];
  const address = readAddress(text);
  if (!('problem' in address) && isWritten(address.address)) return ['url'];
  const detail = { code: 'neither-hash-nor-address' as const };
  throw new Failure({
    code: 'REFUSED',
    data: { refusals: [{ row: null, field: 'value', reason: 'bad-hash', detail }] },
  });
}
