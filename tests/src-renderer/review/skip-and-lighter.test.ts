import { describe, expect, it } from 'vitest';
import type { CaseSummary } from '../../../shared/domain/case.ts';
import { canBeOffered, takeLighter } from '../../../src-renderer/features/review/lighter.ts';
import { createQueueStore } from '../../../src-renderer/features/review/queue-store.ts';
import { createWorkStore } from '../../../src-renderer/features/review/work-store.ts';
import { aCase } from '../support/a-case.ts';
import { aSession } from '../support/a-session.ts';
import { aWorkingSet } from '../support/a-working-set.ts';
import { anId } from '../support/an-id.ts';
import { InMemoryEngine } from '../support/in-memory-engine.ts';

async function atWork(cases: readonly CaseSummary[]) {
  const engine = new InMemoryEngine(cases);
  const queue = createQueueStore(engine.client);
  const work = createWorkStore({
    client: engine.client,
    workingSet: aWorkingSet(),
    queue,
    session: aSession('analyst'),
    labels: () => null,
    isFree: () => true,
  });
  await queue.getState().load();
  await work.getState().open(cases[0]!.id);
  const openId = () => work.getState().detail?.summary.id;
  return { engine, work, openId };
}

describe('skipping', () => {
  it('goes on, and neither a decision nor another skip brings the case back while others are left', async () => {
    const cases = [aCase(0), aCase(1), aCase(2)];
    const { engine, work, openId } = await atWork(cases);
    await work.getState().skip();
    expect(openId()).toBe(cases[1]!.id);
    await work.getState().skip();
    expect(openId()).toBe(cases[2]!.id);
    expect(engine.asked.filter((call) => call.startsWith('claim'))).toEqual([]);
    // All were skipped: all are offered again.
    await work.getState().skip();
    expect(openId()).not.toBe(cases[2]!.id);
  });

  it('leads past the skipped case after a decision', async () => {
    const cases = [aCase(0), aCase(1), aCase(2)];
    const { work, openId } = await atWork(cases);
    await work.getState().step(1);
    await work.getState().skip();
    expect(openId()).toBe(cases[2]!.id);
    work.getState().change({ legality: 'legal' });
    await work.getState().submit();
    expect(openId()).toBe(cases[0]!.id);
  });
});

describe('something lighter', () => {
  const open = aCase(0);
  const all = () => true;

  it('is another kind of work, and nothing that somebody has', () => {
    const known = aCase(1, { knownAs: 'baseline' });
    const somebody = anId(7) as never;
    expect([
      canBeOffered(known, open, all),
      canBeOffered(aCase(1, { kind: 'file' }), open, all),
      canBeOffered(aCase(1), open, all),
      canBeOffered(open, open, all),
      canBeOffered({ ...known, claimedBy: somebody }, open, all),
      canBeOffered({ ...known, assignedTo: somebody }, open, all),
      canBeOffered(known, open, () => false),
    ]).toEqual([true, true, false, false, false, false, false]);
  });

  it('is opened and counted, and where nothing is found neither happens', async () => {
    const file = aCase(2, { kind: 'file', subject: 'sha256:00', hosting: null });
    for (const [cases, found] of [
      [[open, aCase(1), file], true],
      [[open, aCase(1)], false],
    ] as const) {
      const { engine, work, openId } = await atWork(cases);
      let counted = 0;
      const count = async () => {
        counted += 1;
      };
      expect(await takeLighter({ client: engine.client, work, isFree: all, count })).toBe(found);
      expect([openId(), counted]).toEqual(found ? [file.id, 1] : [open.id, 0]);
    }
  });
});
