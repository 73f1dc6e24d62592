import { ORPCError } from '@orpc/client';
import { describe, expect, it, vi } from 'vitest';
import { type CaseId, PersonId } from '../../../shared/domain/ids.ts';
import { startJudgement } from '../../../src-renderer/features/review/judgement.ts';
import { createQueueStore } from '../../../src-renderer/features/review/queue-store.ts';
import { createWorkStore } from '../../../src-renderer/features/review/work-store.ts';
import type { WorkingSet } from '../../../src-renderer/storage/working-set.ts';
import { aCase } from '../support/a-case.ts';
import { aSession } from '../support/a-session.ts';
import { aWorkingSet } from '../support/a-working-set.ts';
import { anId } from '../support/an-id.ts';
import { InMemoryEngine } from '../support/in-memory-engine.ts';

async function atWork(
  cases = 5,
  workingSet: WorkingSet = aWorkingSet(),
  isFree: (id: CaseId) => boolean = () => true,
) {
  const engine = new InMemoryEngine(Array.from({ length: cases }, (_, index) => aCase(index)));
  const queue = createQueueStore(engine.client);
  const work = createWorkStore({
    client: engine.client,
    workingSet,
    queue,
    session: aSession(),
    labels: () => null,
    isFree,
  });
  await queue.getState().load();
  return { engine, queue, work, workingSet };
}

const prefetched = (engine: InMemoryEngine, count: number) =>
  vi.waitFor(() => expect(engine.asked.filter((call) => call.startsWith('case'))).toHaveLength(count));

describe('the open case', () => {
  it('is followed by the next one without asking the engine for it', async () => {
    const { engine, queue, work } = await atWork();
    await work.getState().open(aCase(0).id);
    await prefetched(engine, 5);
    engine.asked.length = 0;
    work.getState().change({ legality: 'legal' });
    await work.getState().submit();
    expect(work.getState().detail?.summary.id).toBe(aCase(1).id);
    expect(engine.asked.filter((call) => call.startsWith('case'))).toEqual([]);
    expect(queue.getState().rows.map((row) => row.id)).not.toContain(aCase(0).id);
    expect(engine.decided).toHaveLength(1);
  });

  it('is taken into work by the first change, not by looking', async () => {
    const { engine, work } = await atWork();
    await work.getState().open(aCase(0).id);
    expect(engine.asked.some((call) => call.startsWith('claim'))).toBe(false);
    work.getState().change({ legality: 'legal' });
    work.getState().change({ legality: 'illegal' });
    await vi.waitFor(() => expect(engine.asked.filter((call) => call.startsWith('claim'))).toHaveLength(1));
  });

  it('is followed by one that no other seat has, where there is one', async () => {
    const taken = new Set([aCase(1).id, aCase(2).id]);
    const { work } = await atWork(4, aWorkingSet(), (id) => !taken.has(id));
    await work.getState().open(aCase(0).id);
    for (const next of [aCase(3), aCase(2), aCase(1)]) {
      work.getState().change({ legality: 'legal' });
      await work.getState().submit();
      expect(work.getState().detail?.summary.id).toBe(next.id);
    }
  });

  it('says who has it, where another seat took it over meanwhile', async () => {
    const { engine, work } = await atWork();
    engine.cases[0]!.summary = { ...engine.cases[0]!.summary, claimedBy: aSession().person.id };
    await work.getState().open(aCase(0).id);
    await work.getState().stay();
    expect(work.getState().heldElsewhere).toBe(null);
    engine.heldElsewhere.set(aCase(0).id, 'Bea');
    await work.getState().stay();
    expect(work.getState().heldElsewhere).toBe('Bea');
  });

  it('that somebody has open at another seat says so, and is judged and decided all the same', async () => {
    const { engine, work } = await atWork();
    engine.heldElsewhere.set(aCase(0).id, 'Bea');
    await work.getState().open(aCase(0).id);
    work.getState().change({ legality: 'legal' });
    await vi.waitFor(() => expect(work.getState().heldElsewhere).toBe('Bea'));
    const { failure, judgement } = work.getState();
    await work.getState().submit();
    await vi.waitFor(() => expect(engine.decided).toHaveLength(1));
    expect([failure, judgement?.legality, engine.decided[0]?.case, work.getState().heldElsewhere]).toEqual([
      ...[null, 'legal', aCase(0).id],
      null,
    ]);
  });

  it('is free again once the other seat lets it go', async () => {
    const { engine, work } = await atWork();
    engine.heldElsewhere.set(aCase(0).id, 'Bea');
    await work.getState().open(aCase(0).id, true);
    const before = work.getState().heldElsewhere;
    engine.heldElsewhere.clear();
    await work.getState().claim();
    expect([before, work.getState().heldElsewhere]).toEqual(['Bea', null]);
  });

  it('gets what was typed while it was still on its way; the case shown before gets nothing of it', async () => {
    const { engine, work } = await atWork();
    await work.getState().open(aCase(0).id);
    const opening = work.getState().open(aCase(4).id);
    work.getState().change({ legality: 'legal' });
    void work.getState().submit();
    await opening;
    await vi.waitFor(() => expect(engine.decided).toHaveLength(1));
    expect(engine.decided[0]).toMatchObject({ case: aCase(4).id, judgement: { legality: 'legal' } });
    expect(engine.asked).not.toContain(`claim ${aCase(0).id}`);
  });

  it('is the one whose life is asked for, also while it is still on its way', async () => {
    const { work } = await atWork();
    await work.getState().open(aCase(0).id);
    const asked: string[] = [];
    const opening = work.getState().open(aCase(4).id);
    work.getState().ask((id) => asked.push(id));
    await opening;
    work.getState().ask((id) => asked.push(id));
    expect(asked).toEqual([aCase(4).id, aCase(4).id]);
  });

  it('is the one that keys of the list mean, as soon as it is gone to', async () => {
    const { work } = await atWork();
    expect(work.getState().asked()).toBeNull();
    await work.getState().open(aCase(0).id);
    const opening = work.getState().open(aCase(4).id);
    expect([work.getState().detail?.summary.id, work.getState().asked()]).toEqual([aCase(0).id, aCase(4).id]);
    await opening;
    expect(work.getState().asked()).toBe(aCase(4).id);
  });

  it('is not recorded while something is missing', async () => {
    const { engine, work } = await atWork();
    await work.getState().open(aCase(0).id);
    work.getState().change({ legality: 'illegal' });
    await work.getState().submit();
    expect(work.getState().missing).toEqual(['classification']);
    expect(engine.decided).toEqual([]);
    work.getState().change({ classification: 'baseline' });
    expect(work.getState().missing).toEqual([]);
  });

  it('takes back change by change, and typing as one', async () => {
    const { work } = await atWork();
    await work.getState().open(aCase(0).id);
    work.getState().change({ legality: 'legal' });
    for (const note of ['a', 'ab', 'abc']) work.getState().change({ note });
    work.getState().undo();
    expect(work.getState().judgement).toMatchObject({ legality: 'legal', note: '' });
    work.getState().undo();
    expect(work.getState().judgement?.legality).toBeNull();
  });

  it('names who left its draft, unless this session did', async () => {
    const { engine, work } = await atWork();
    const left = { by: PersonId.parse(anId(7)), at: '2026-11-20T09:00:00.000Z' };
    engine.drafts.set(aCase(1).id, {
      json: JSON.stringify({ ...startJudgement(aCase(1)), note: 'half' }),
      ...left,
    });
    const shown = () => {
      const { restored, draftWriter, judgement } = work.getState();
      return { restored, draftWriter, note: judgement?.note };
    };
    await work.getState().open(aCase(1).id);
    const found = shown();
    work.getState().change({ note: 'halfway' });
    await work.getState().open(aCase(0).id);
    await work.getState().open(aCase(1).id);
    expect([found, shown()]).toEqual([
      { restored: true, draftWriter: left, note: 'half' },
      { restored: true, draftWriter: null, note: 'halfway' },
    ]);
  });

  it('has its draft back after a reload, and in the vault after a flush', async () => {
    const { engine, work, workingSet } = await atWork();
    await work.getState().open(aCase(2).id);
    work.getState().change({ legality: 'legal', note: 'half' });
    await work.getState().flush();
    expect(JSON.parse(engine.drafts.get(aCase(2).id)?.json ?? '')).toMatchObject({ note: 'half' });

    const reloaded = await atWork(5, workingSet);
    await reloaded.work.getState().resume();
    expect(reloaded.work.getState()).toMatchObject({ restored: true, judgement: { note: 'half' } });
    expect(reloaded.work.getState().detail?.summary.id).toBe(aCase(2).id);
  });

  it('shows the case that is asked for while the page still looks for where it was', async () => {
    const { work } = await atWork(5);
    const resumed = work.getState().resume();
    const opened = work.getState().open(aCase(3).id);
    await Promise.all([resumed, opened]);
    expect(work.getState().detail?.summary.id).toBe(aCase(3).id);
  });

  it('makes room for the word that another one waits for a second review, and takes nothing that is typed then', async () => {
    const { engine, work } = await atWork();
    const waiting = aCase(20).id;
    engine.cases.push({ ...(await engine.client.review.case({ id: aCase(0).id })), summary: aCase(20) });
    engine.hidden.add(waiting);
    await work.getState().open(aCase(0).id);
    await work.getState().open(waiting);
    expect(work.getState()).toMatchObject({
      detail: null,
      withheld: waiting,
      failure: { code: 'CONFLICT', data: { reason: 'waits-for-second-review' } },
    });
    work.getState().change({ legality: 'legal' });
    expect(work.getState().judgement).toBeNull();
    await work.getState().open(aCase(1).id);
    expect(work.getState()).toMatchObject({ withheld: null, failure: null });
    expect(work.getState().judgement?.legality).toBeNull();
  });

  it('becomes a draft again when the engine refuses the decision', async () => {
    const { engine, work, workingSet } = await atWork();
    await work.getState().open(aCase(0).id);
    work.getState().change({ legality: 'legal', note: 'kept' });
    engine.fail = () =>
      new ORPCError('CONFLICT', { defined: true, data: { reason: 'case-merged', into: aCase(1).id } });
    await work.getState().submit();
    expect(work.getState()).toMatchObject({
      pending: 0,
      outcome: { kind: 'refused', case: aCase(0).id, failure: { code: 'CONFLICT' } },
    });
    await vi.waitFor(async () => expect(JSON.stringify(await workingSet.drafts())).toContain('kept'));
  });

  it('is recorded once, however often the decision has to be sent', async () => {
    const { engine, work, workingSet } = await atWork();
    await work.getState().open(aCase(0).id);
    work.getState().change({ legality: 'legal' });
    engine.fail = () => new ORPCError('LOCKED', { defined: true });
    await work.getState().submit();
    expect(work.getState().pending).toBe(1);
    expect(await workingSet.pendingOf(aSession().person.id)).toHaveLength(1);

    engine.fail = null;
    await work.getState().replay();
    await work.getState().replay();
    expect(engine.decided).toHaveLength(1);
    expect(work.getState().pending).toBe(0);
    expect(await workingSet.pendingOf(aSession().person.id)).toEqual([]);
  });
});
