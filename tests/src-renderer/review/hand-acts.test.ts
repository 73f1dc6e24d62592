import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CaseSummary } from '../../../shared/domain/case.ts';
import { Role } from '../../../shared/domain/duty.ts';
import { PersonId } from '../../../shared/domain/ids.ts';
import { holderOf } from '../../../src-renderer/features/review/case-holder.ts';
import { createQueueStore } from '../../../src-renderer/features/review/queue-store.ts';
import { createWorkStore } from '../../../src-renderer/features/review/work-store.ts';
import { aCase } from '../support/a-case.ts';
import { aSession } from '../support/a-session.ts';
import { aWorkingSet } from '../support/a-working-set.ts';
import { anId } from '../support/an-id.ts';
import { InMemoryEngine } from '../support/in-memory-engine.ts';

const ANN = PersonId.parse(anId(7));

async function open(role: Role, change: Partial<CaseSummary>) {
  const engine = new InMemoryEngine([aCase(0, change), aCase(1)]);
  const queue = createQueueStore(engine.client);
  const session = aSession(role);
  const work = createWorkStore({
    client: engine.client,
    workingSet: aWorkingSet(),
    queue,
    session,
    labels: () => null,
    isFree: () => true,
  });
  await queue.getState().load();
  await work.getState().open(aCase(0).id);
  return { engine, queue, work };
}

describe('a case that was given to another person', () => {
  it('takes no key of an analyst: nothing is drafted, claimed or recorded', async () => {
    const { engine, work } = await open('analyst', { assignedTo: ANN });
    const before = work.getState().judgement;
    work.getState().change({ legality: 'legal' });
    await work.getState().submit();
    await work.getState().flush();
    expect(work.getState().judgement).toEqual(before);
    expect(engine.decided).toEqual([]);
    expect(engine.drafts.size).toBe(0);
    expect(engine.asked.some((call) => call.startsWith('claim'))).toBe(false);
  });

  it('can still be decided by a supervisor', async () => {
    const { engine, work } = await open('supervisor', { assignedTo: ANN });
    work.getState().change({ legality: 'legal' });
    await work.getState().submit();
    expect(engine.decided).toHaveLength(1);
  });
});

describe('handing over', () => {
  it('shows at once, in the case and in the list, whose it is', async () => {
    const { engine, queue, work } = await open('supervisor', {});
    await work.getState().hand({ to: ANN, reason: 'urgent', words: '' });
    expect(engine.asked).toContain(`reassign ${aCase(0).id}`);
    expect(work.getState().detail?.summary.assignedTo).toBe(ANN);
    expect(queue.getState().rows[0]?.assignedTo).toBe(ANN);
    await work.getState().hand({ to: null, reason: 'stuck', words: '' });
    expect(engine.asked).toContain(`release ${aCase(0).id}`);
    expect(work.getState().detail?.summary.assignedTo).toBeNull();
  });
});

describe('the holder of a case', () => {
  const ids = fc.constantFrom(7, 8, 9).map((number) => PersonId.parse(anId(number)));
  const held = fc.record({ assignedTo: fc.option(ids), claimedBy: fc.option(ids) });

  it('is the person it was given to rather than the one who claimed it, and a claim closes it to no analyst', () => {
    fc.assert(
      fc.property(held, ids, fc.constantFrom(...Role.options), (summary, id, role) => {
        const holder = holderOf(summary, { id, role });
        expect(holder?.id ?? null).toBe(summary.assignedTo ?? summary.claimedBy);
        if (holder?.isClosedToMe) expect([holder.how, holder.isMe]).toEqual(['given', false]);
        if (summary.assignedTo === id) expect(holder).toMatchObject({ how: 'given', isMe: true });
      }),
    );
  });
});
