import { ORPCError } from '@orpc/client';
import { describe, expect, it } from 'vitest';
import { createBlindStore } from '../../../src-renderer/features/second-review/blind-store.ts';
import { aBlindCase } from '../support/a-disagreement.ts';
import { aWorkingSet } from '../support/a-working-set.ts';
import { InMemorySecondReview } from '../support/in-memory-second-review.ts';

const lost = () => new ORPCError('LOCKED', { defined: true });

async function atWork(cases = 3, workingSet = aWorkingSet()) {
  const engine = new InMemorySecondReview(Array.from({ length: cases }, (_, index) => aBlindCase(index)));
  const blind = createBlindStore({ client: engine.client, workingSet, labels: () => null });
  await blind.getState().load();
  const state = () => blind.getState();
  return { engine, blind, state, workingSet };
}

describe('a second judgement', () => {
  it('begins with what the reports state and nothing else', async () => {
    const { state } = await atWork();
    expect(state().open).toEqual(aBlindCase(0));
    expect(state().editing?.judgement).toMatchObject({ legality: null, country: 'NL', note: '' });
  });

  it('goes on with the next case, then with the one before, and ends with none', async () => {
    const { engine, state } = await atWork();
    state().step(1);
    for (const next of [2, 0]) {
      state().change({ legality: 'legal' });
      await state().submit();
      expect(state().open).toEqual(aBlindCase(next));
    }
    state().change({ legality: 'legal' });
    await state().submit();
    expect(state()).toMatchObject({ open: null, editing: null, cases: [], total: 0, sending: 0 });
    expect(engine.judged.map(({ review }) => review)).toEqual([1, 2, 0].map((n) => aBlindCase(n).review));
  });

  it('says that it was recorded, and not a word more', async () => {
    const { state } = await atWork();
    state().change({ legality: 'legal' });
    await state().submit();
    const { review, kind, subject } = aBlindCase(0);
    expect(state().news).toEqual({ outcome: 'recorded', review, kind, subject });
  });

  it('is not recorded while something is missing', async () => {
    const { engine, state } = await atWork();
    state().change({ legality: 'illegal' });
    await state().submit();
    expect(state().editing?.missing).toEqual(['classification']);
    expect(engine.judged).toEqual([]);
  });

  it('keeps what was begun across a reload, and forgets it once it is recorded', async () => {
    const { state, workingSet } = await atWork();
    state().step(1);
    state().change({ legality: 'legal', note: 'half' });
    state().step(1);
    await expect.poll(() => workingSet.blindDrafts()).toHaveLength(1);
    const again = await atWork(3, workingSet);
    expect([...again.state().begun]).toEqual([aBlindCase(1).review]);
    again.state().choose(aBlindCase(1).review);
    expect(again.state().editing).toMatchObject({ restored: true, judgement: { note: 'half' } });
    await again.state().submit();
    expect(again.state().begun.size).toBe(0);
    await expect.poll(() => workingSet.blindDrafts()).toEqual([]);
  });

  it('comes back as a draft where the engine did not answer, and is recorded once however often it is sent', async () => {
    const { engine, state } = await atWork();
    engine.fail = lost;
    state().change({ legality: 'legal', note: 'mine' });
    await state().submit();
    expect(state().news).toMatchObject({ outcome: 'refused', failure: { code: 'LOCKED' } });
    state().choose(aBlindCase(0).review);
    expect(state().editing?.judgement.note).toBe('mine');
    engine.fail = null;
    await state().submit();
    expect(engine.judged).toHaveLength(1);
    expect(state().news).toMatchObject({ outcome: 'recorded' });
  });

  it('drops a case that another person reviewed meanwhile', async () => {
    const { engine, state } = await atWork();
    engine.waiting = engine.waiting.slice(1);
    state().change({ legality: 'legal' });
    await state().submit();
    expect(state().news).toMatchObject({ outcome: 'refused', failure: { code: 'NOT_FOUND' } });
    expect(state().cases.map(({ review }) => review)).toEqual([1, 2].map((n) => aBlindCase(n).review));
  });

  it('keeps the open case where the list is read anew', async () => {
    const { engine, state } = await atWork();
    state().step(1);
    state().change({ note: 'typing' });
    engine.waiting = engine.waiting.slice(1);
    await state().load();
    expect(state()).toMatchObject({
      open: aBlindCase(1),
      editing: { judgement: { note: 'typing' } },
      total: 2,
    });
  });
});
