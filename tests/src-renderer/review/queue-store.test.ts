import { describe, expect, it } from 'vitest';
import { BatchId } from '../../../shared/domain/ids.ts';
import { dueTone } from '../../../src-renderer/features/review/queue-rows.ts';
import { createQueueStore } from '../../../src-renderer/features/review/queue-store.ts';
import { aCase } from '../support/a-case.ts';
import { InMemoryEngine } from '../support/in-memory-engine.ts';

const many = (count: number) => Array.from({ length: count }, (_, index) => aCase(index));

describe('the queue', () => {
  it('reads on page by page until there is no more', async () => {
    const queue = createQueueStore(new InMemoryEngine(many(450)).client);
    await queue.getState().load();
    expect(queue.getState()).toMatchObject({ total: 450, ready: true });
    expect(queue.getState().rows).toHaveLength(200);
    await queue.getState().loadMore();
    await queue.getState().loadMore();
    await queue.getState().loadMore();
    expect(queue.getState().rows).toHaveLength(450);
    expect(queue.getState().next).toBeNull();
  });

  it('goes on by itself where the engine looked at very many cases and found few of the list', async () => {
    const engine = new InMemoryEngine(many(30));
    const { review, search } = engine.client;
    const asked: (string | undefined)[] = [];
    // Three calls find nothing, and say where to go on.
    const queue = async (view: Parameters<typeof review.queue>[0]) => {
      asked.push(view.after);
      const found = await review.queue({ ...view, after: undefined });
      return asked.length < 4
        ? { ...found, cases: [], isExact: false, next: `after ${asked.length}` }
        : { ...found, next: null };
    };
    const asking = { counts: review.counts, queue } as unknown as typeof review;
    const store = createQueueStore({ review: asking, search });
    await store.getState().load({ kind: 'link' });
    await expect.poll(() => store.getState().rows.length).toBe(30);
    expect(asked).toEqual([undefined, 'after 1', 'after 2', 'after 3']);
    expect(store.getState()).toMatchObject({ next: null, loading: false });
  });

  it('names the imported file of its filter, and no other while the list is read', async () => {
    const engine = new InMemoryEngine(many(3));
    const queue = createQueueStore(engine.client);
    const batch = BatchId.parse(crypto.randomUUID());
    await queue.getState().load({ state: 'open', batch });
    const named = queue.getState().batch;
    const loading = queue.getState().load({ state: 'open', batch: BatchId.parse(crypto.randomUUID()) });
    const meanwhile = queue.getState().batch;
    await loading;
    await queue.getState().load({ state: 'open' });
    expect([named?.fileName, meanwhile, queue.getState().batch]).toEqual(['a.csv', null, null]);
  });

  it('moves no row under the cursor: news wait until the person asks for them', async () => {
    const engine = new InMemoryEngine(many(3));
    const queue = createQueueStore(engine.client);
    await queue.getState().load();
    engine.cases = new InMemoryEngine([aCase(99), ...many(3)]).cases;
    await queue.getState().refresh(false);
    expect(queue.getState().rows).toHaveLength(3);
    expect(queue.getState().newer).not.toBeNull();
    queue.getState().showNewer();
    expect(queue.getState().rows[0]?.id).toBe(aCase(99).id);
    expect(queue.getState().newer).toBeNull();
  });

  it('takes over changed facts of rows that stand where they stood', async () => {
    const engine = new InMemoryEngine(many(3));
    const queue = createQueueStore(engine.client);
    await queue.getState().load();
    engine.cases = new InMemoryEngine([aCase(0), aCase(1, { sightings: 7 }), aCase(2)]).cases;
    await queue.getState().refresh(false);
    expect(queue.getState().rows[1]?.sightings).toBe(7);
    expect(queue.getState().newer).toBeNull();
  });

  it.each([
    ['the only case', 1],
    ['one of several', 3],
  ])('does not bring back a case that was decided while the list was read: %s', async (_, count) => {
    const engine = new InMemoryEngine(many(count));
    const queue = createQueueStore(engine.client);
    await queue.getState().load();
    const { id } = aCase(0);
    const shown = () => ({ ids: queue.getState().rows.map((row) => row.id), ...totals() });
    const totals = () => ({ total: queue.getState().total, news: queue.getState().newer !== null });
    const without = {
      ids: many(count)
        .slice(1)
        .map((row) => row.id),
      total: count - 1,
      news: false,
    };

    const before = queue.getState().refresh(false);
    queue.getState().leave(id);
    await before;
    expect(shown()).toEqual(without);
    // The engine has not answered about the decision yet.
    await queue.getState().refresh(false);
    expect(shown()).toEqual(without);

    engine.cases = engine.cases.filter(({ summary }) => summary.id !== id);
    queue.getState().answered(id);
    await queue.getState().refresh(false);
    expect(shown()).toEqual(without);
  });

  it('shows the cases of a search in place of those of the filter, until there is no text or another filter is chosen', async () => {
    const engine = new InMemoryEngine(many(3));
    engine.hidden.add(aCase(9).id);
    const queue = createQueueStore(engine.client);
    await queue.getState().load();
    const wanted = aCase(1).subject;
    const shown = () => [
      queue.getState().rows.length,
      queue.getState().total,
      queue.getState().found?.waiting,
    ];
    await queue.getState().search(`  ${wanted} `);
    const found = [...shown(), queue.getState().found?.hits.get(aCase(1).id)?.where];
    await queue.getState().search('');
    const without = shown();
    await queue.getState().search(wanted);
    await queue.getState().load({ state: 'open' });
    expect({ found, without, filtered: [...shown(), queue.getState().text] }).toEqual({
      found: [1, 1, 1, 'address'],
      without: [3, 3, undefined],
      filtered: [3, 3, undefined, ''],
    });
  });

  it('searches again when the queue has changed, and shows no search that was replaced meanwhile', async () => {
    const engine = new InMemoryEngine(many(3));
    const queue = createQueueStore(engine.client);
    const early = queue.getState().search(aCase(0).subject);
    await queue.getState().search(aCase(2).subject);
    await early;
    await queue.getState().refresh(true);
    expect(queue.getState().rows.map(({ id }) => id)).toEqual([aCase(2).id]);
    expect(engine.asked.filter((asked) => asked.startsWith('find'))).toHaveLength(3);
  });

  it('shows a case again whose decision was refused or taken back', async () => {
    const queue = createQueueStore(new InMemoryEngine(many(2)).client);
    await queue.getState().load();
    queue.getState().leave(aCase(0).id);
    queue.getState().answered(aCase(0).id);
    await queue.getState().refresh(true);
    expect(queue.getState().rows.map((row) => row.id)).toEqual([aCase(0).id, aCase(1).id]);
  });

  it('drops an answer to a filter that is no longer chosen', async () => {
    const queue = createQueueStore(new InMemoryEngine([aCase(0), aCase(1, { state: 'held' })]).client);
    const first = queue.getState().load({ state: 'open' });
    const second = queue.getState().load({ state: 'held' });
    await Promise.all([first, second]);
    expect(queue.getState().rows.map((row) => row.state)).toEqual(['held']);
  });
});

describe('a deadline', () => {
  it('is calm, near or late', () => {
    const now = Date.parse('2026-11-21T12:00:00.000Z');
    expect(dueTone(null, now, 6)).toBe('calm');
    expect(dueTone('2026-11-22T12:00:00.000Z', now, 6)).toBe('calm');
    expect(dueTone('2026-11-21T14:00:00.000Z', now, 6)).toBe('near');
    expect(dueTone('2026-11-21T11:59:00.000Z', now, 6)).toBe('late');
  });
});
