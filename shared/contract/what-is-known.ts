import type { CaseState } from '../domain/case.ts';
import { isDecided } from '../domain/case.ts';
import type { Find } from '../domain/find-in-text.ts';
import type { CaseId } from '../domain/ids.ts';
import type { Instant } from '../domain/report.ts';
import { readBatchHits } from './batch-hits.ts';
import type { EngineClient } from './contract.ts';
import type { MatchAlgorithm } from './matching.contract.ts';

/** What the hotline knows about a subject that somebody names. */
export interface Known {
  cases: { id: CaseId; state: CaseState; decidedAt: Instant | null }[];
  /** The number of cases about which nothing is shown, because they wait for the person's own second review. */
  waiting: number;
  /** The names of enabled lists that have it; null where they could not be asked. */
  lists: string[] | null;
}

/** The most finds that are asked about: every question is recorded. */
export const MOST_ASKED = 200;

const algorithmOf = (find: Find): MatchAlgorithm => (find.kind === 'file' ? find.algorithm : 'url');

/**
 * Asks the cases and the lists about finds, the first `MOST_ASKED` of them.
 * @returns by the key of the find
 */
export async function whatIsKnown(
  client: Pick<EngineClient, 'matching' | 'review'>,
  finds: readonly Find[],
): Promise<Map<string, Known>> {
  const asked = finds.slice(0, MOST_ASKED);
  const lists = await onLists(client, asked);
  const known = new Map<string, Known>();
  for (const find of asked) {
    const { cases, waiting } = await client.matching.lookup({
      algorithm: algorithmOf(find),
      value: find.value,
    });
    const told: Known['cases'] = [];
    for (const { id, state } of cases)
      told.push({ id, state, decidedAt: isDecided(state) ? await decidedAt(client, id) : null });
    known.set(find.key, {
      cases: told,
      waiting: waiting.length,
      lists: lists === null ? null : (lists.get(find.key) ?? []),
    });
  }
  return known;
}

async function decidedAt(client: Pick<EngineClient, 'review'>, id: CaseId): Promise<Instant | null> {
  const { assessments } = await client.review.case({ id });
  const standing = assessments.filter(
    ({ withdrawnAt, parallelTo }) => withdrawnAt === null && parallelTo === null,
  );
  return (
    standing
      .map(({ assessedAt }) => assessedAt)
      .sort()
      .at(-1) ?? null
  );
}

/** The names of the lists that have each find; null where the lists cannot be asked at the moment. */
async function onLists(
  client: Pick<EngineClient, 'matching'>,
  finds: readonly Find[],
): Promise<Map<string, string[]> | null> {
  const found = new Map<string, string[]>();
  for (const algorithm of new Set(finds.map(algorithmOf))) {
    const these = finds.filter((find) => algorithmOf(find) === algorithm);
    let answer: Awaited<ReturnType<typeof client.matching.matchMany>>;
    try {
      answer = await client.matching.matchMany({ algorithm, values: these.map(({ value }) => value) });
    } catch (error) {
      if (typeof error === 'object' && error !== null && 'code' in error && error.code === 'CONFLICT')
        return null;
      throw error;
    }
    for (const { query, list } of readBatchHits(await answer.hits.arrayBuffer())) {
      const key = these[query]?.key ?? '';
      const name = answer.lists[list]?.name ?? '';
      const names = found.get(key) ?? [];
      if (!names.includes(name)) found.set(key, [...names, name]);
    }
  }
  return found;
}
