import { describe, expect, it } from 'vitest';
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
