import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ListComparison } from '../../../shared/contract/lists.contract.ts';
import type { HashAlgorithm } from '../../../shared/domain/hash-algorithm.ts';
import { weighLists } from '../../../shared/domain/list-verdict.ts';
import { notFound } from '../storage/failure.ts';
import { HASH_BYTES } from './formats/list-event.ts';
import type { HashListStore } from './hash-list.store.ts';
import { packHash, unpackHash } from './index-feeder.ts';
import type { ListContentStore } from './list-content.store.ts';
import type { MatchingIndex } from './matching-index.ts';
import type { StoredList } from './stored-list.ts';

const SHOWN_CONFLICTS = 200;
const AT_ONCE = 8192;

type Step =
  | { phase: 'comparing'; done: number; total: number }
  | { phase: 'done'; comparison: ListComparison };

interface ComparingParts {
  lists: HashListStore;
  content: ListContentStore;
  index: MatchingIndex;
}

/**
 * Compares a list with the other enabled ones by asking them for each of its values. A record with a meaning of its own
 * is counted under its list's meaning, because reading each record would take as long as importing it.
 * @throws Failure NOT_FOUND, CONFLICT, LOCKED
 */
export async function* compareList(
  { lists, content, index }: ComparingParts,
  id: string,
): AsyncGenerator<Step> {
  const own = lists.find(id);
  if (!own) throw notFound({ what: 'hash-list', id });
  const others = new Map<string, StoredList>(
    lists.list().flatMap((list) => (list.enabled && list.id !== own.id ? [[list.id, list]] : [])),
  );
  await index.ready();
  const total = Object.values(own.counts.hashes).reduce((sum, count) => sum + count, 0);
  const shared = new Map<string, number>();
  const conflicts: ListComparison['conflicts'] = [];
  let conflictTotal = 0;
  let done = 0;
  const compare = async (algorithm: HashAlgorithm, values: Uint8Array, count: number) => {
    const { hits, ranges } = await index.exact(algorithm, values);
    const holders = new Map<number, Set<string>>();
    hits.ref.forEach((ref, i) => {
      const list = ranges.rangeOf(ref)?.list;
      if (list === undefined || !others.has(list)) return;
      const query = hits.query[i]!;
      const found = holders.get(query) ?? new Set();
      holders.set(query, found.add(list));
    });
    for (const [query, found] of holders) {
      for (const list of found) shared.set(list, (shared.get(list) ?? 0) + 1);
      const opinions = [own, ...[...found].map((list) => others.get(list)!)];
      if (!weighLists(opinions).conflict) continue;
      conflictTotal++;
      if (conflicts.length === SHOWN_CONFLICTS) continue;
      const width = HASH_BYTES[algorithm];
      conflicts.push({
        algorithm,
        value: unpackHash(algorithm, values.subarray(query * width, (query + 1) * width)),
        lists: opinions.map(({ id: list, meaning }) => ({ list, meaning })),
      });
    }
    done += count;
  };
  for (const range of index.ranges.ranges.filter(({ list }) => list === own.id)) {
    for (const { algorithm, values, count } of content.blocks(range)) {
      await compare(algorithm, values, count);
      yield { phase: 'comparing', done, total };
    }
    if (!range.hasRecords) continue;
    const open = new Map<HashAlgorithm, Uint8Array[]>();
    for (const { record } of content.records(range)) {
      for (const { algorithm, value } of record.hashes) {
        const gathered = open.get(algorithm) ?? [];
        open.set(algorithm, gathered);
        if (gathered.push(packHash(algorithm, value)) < AT_ONCE) continue;
        await compare(algorithm, Buffer.concat(gathered), gathered.length);
        gathered.length = 0;
        yield { phase: 'comparing', done, total };
      }
    }
    for (const [algorithm, gathered] of open) {
      await compare(algorithm, Buffer.concat(gathered), gathered.length);
    }
    await nextTurn();
  }
  const overlap = [...shared]
    .map(([list, count]) => {
      const other = others.get(list)!;
      return { list: other.id, name: other.name, meaning: other.meaning, shared: count };
    })
    .sort((a, b) => b.shared - a.shared);
  yield { phase: 'done', comparison: { compared: done, overlap, conflicts, conflictTotal } };
}
