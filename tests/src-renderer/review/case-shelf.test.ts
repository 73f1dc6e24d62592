import { describe, expect, it } from 'vitest';
import type { EngineClient } from '../../../shared/contract/contract.ts';
import type { CaseDetail } from '../../../shared/contract/review.contract.ts';
import { CaseShelf } from '../../../src-renderer/features/review/case-shelf.ts';
import { aCase, aCaseDetail } from '../support/a-case.ts';
import { aWorkingSet } from '../support/a-working-set.ts';

/** An engine that answers when the test says so, the first question first. */
function aSlowEngine() {
  const asked: ((detail: CaseDetail) => void)[] = [];
  const review = { case: () => new Promise<CaseDetail>((resolve) => asked.push(resolve)) };
  return { asked, client: { review } as unknown as Pick<EngineClient, 'review'> };
}

const before = aCaseDetail(aCase(0));
const after: CaseDetail = { ...before, mergedInto: aCase(1).id };
const { id } = before.summary;

describe('the shelf of cases', () => {
  it('asks again for a case that was on its way when something changed, and shows nothing from before', async () => {
    const { asked, client } = aSlowEngine();
    const shelf = new CaseShelf(client, aWorkingSet());
    const fetched = shelf.fetch(id);
    await shelf.forget();
    asked[0]?.(before);
    await expect.poll(() => asked.length).toBe(2);
    asked[1]?.(after);
    expect(await fetched).toEqual(after);
    expect(shelf.glance(id, null)).toEqual(after);
  });

  it('asks a new question after a change, whatever answers are still on their way', async () => {
    const { asked, client } = aSlowEngine();
    const shelf = new CaseShelf(client, aWorkingSet());
    void shelf.fetch(id);
    await shelf.forget([id]);
    const fetched = shelf.fetch(id);
    expect(asked).toHaveLength(2);
    asked[1]?.(after);
    expect(await fetched).toEqual(after);
    asked[0]?.(before);
    expect(shelf.glance(id, null)).toEqual(after);
  });

  it('keeps the answer about a case where only others changed', async () => {
    const { asked, client } = aSlowEngine();
    const shelf = new CaseShelf(client, aWorkingSet());
    const fetched = shelf.fetch(id);
    await shelf.forget([aCase(1).id]);
    asked[0]?.(before);
    expect([asked.length, await fetched]).toEqual([1, before]);
  });

  it('the control: asked twice while nothing changed, it asks the engine once', async () => {
    const { asked, client } = aSlowEngine();
    const shelf = new CaseShelf(client, aWorkingSet());
    const both = Promise.all([shelf.fetch(id), shelf.fetch(id)]);
    asked[0]?.(before);
    expect([asked.length, await both]).toEqual([1, [before, before]]);
  });
});
