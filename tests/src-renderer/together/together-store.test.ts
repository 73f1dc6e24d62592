import { describe, expect, it } from 'vitest';
import type { EngineClient } from '../../../shared/contract/contract.ts';
import type { CaseId } from '../../../shared/domain/ids.ts';
import { createQueueStore } from '../../../src-renderer/features/review/queue-store.ts';
import { createSavedViewStore } from '../../../src-renderer/features/review/saved-view-store.ts';
import { createSelectionStore } from '../../../src-renderer/features/review/selection-store.ts';
import { createWorkStore } from '../../../src-renderer/features/review/work-store.ts';
import { createTogetherStores } from '../../../src-renderer/features/together/together-context.tsx';
import { ConnectionLost } from '../../../src-renderer/transport/renewable-link.ts';
import { aCommand } from '../../support/a-command.ts';
import { type AVault, aVault } from '../../support/a-vault.ts';
import { illegalIn } from '../../support/an-assessment.ts';
import { manyCases } from '../../support/many-cases.ts';
import { aWorkingSet } from '../support/a-working-set.ts';

type Asked = Pick<EngineClient, 'views' | 'review' | 'search' | 'together'>;

/** The stores of a page over a real engine. */
async function atWork(vault: AVault, client: Asked = vault.client) {
  const queue = createQueueStore(client);
  const { session } = vault;
  const most = () => session.policy.review.atOnce;
  const selection = createSelectionStore(most);
  const work = createWorkStore({
    ...{ client, queue, session, workingSet: aWorkingSet() },
    labels: () => null,
    isFree: () => true,
  });
  const review = {
    ...{ queue, work, selection },
    find: client.search.find,
    narratives: client.search.narratives,
    views: createSavedViewStore(client),
    lighter: async () => false,
  };
  const { together, kin } = createTogetherStores({ client, review, labels: () => null, most });
  await queue.getState().load();
  const select = (...ids: CaseId[]) =>
    selection.getState().add(queue.getState().rows.filter(({ id }) => ids.includes(id)));
  return { queue, work, selection, together, kin, select };
}

const entries = async ({ client }: AVault) =>
  (await client.audit.entries({ kind: 'case.assessed', limit: 500 })).total;

/** A client whose stream of decisions is cut off after the first step, once. */
function cutOffOnce(client: EngineClient): Asked {
  let isCut = false;
  const decide: EngineClient['together']['decide'] = async (...asked) => {
    const steps = await client.together.decide(...asked);
    if (isCut) return steps;
    isCut = true;
    return (async function* () {
      for await (const step of steps) {
        yield step;
        throw new ConnectionLost('cut off');
      }
    })() as unknown as typeof steps;
  };
  const { kin, preview, takeBack } = client.together;
  const { review, search, views } = client;
  return { review, search, views, together: { kin, preview, takeBack, decide } };
}

/** A client whose single decisions reach the engine only once they are let go. */
function heldBack(client: EngineClient): { client: Asked; letGo: () => void } {
  const { promise, resolve } = Promise.withResolvers<void>();
  const assess: EngineClient['review']['assess'] = async (...asked) => {
    await promise;
    return client.review.assess(...asked);
  };
  const review = new Proxy(client.review, {
    get: (procedures, name) => (name === 'assess' ? assess : Reflect.get(procedures, name)),
  });
  const { search, views, together } = client;
  return { client: { review, search, views, together }, letGo: resolve };
}

describe('deciding several cases', () => {
  it('signs nothing that was not shown: neither an incomplete judgement nor a changed one', async () => {
    using vault = await aVault();
    const ids = await manyCases(vault, 3);
    const { together, select } = await atWork(vault);
    select(...ids);
    together.getState().open();
    together.getState().change({ legality: 'illegal' });
    await together.getState().sign();
    const incomplete = together.getState().editing.missing;
    together.getState().change({ classification: 'baseline' });
    await together.getState().look();
    together.getState().change({ classification: 'national' });
    await together.getState().sign();
    expect([incomplete, await entries(vault), together.getState().phase]).toEqual([
      ['classification'],
      0,
      'judging',
    ]);
  });

  it('records what was shown, empties the selection, and can be taken back as one', async () => {
    using vault = await aVault({ graceSeconds: 30 });
    const ids = await manyCases(vault, 3, ['BE']);
    const { together, selection, work, queue, select } = await atWork(vault);
    select(...ids);
    together.getState().open();
    together.getState().change({ classification: 'baseline' });
    await together.getState().look();
    const decides = together.getState().preview?.is.decides;
    await together.getState().sign();
    const recorded = [
      decides,
      await entries(vault),
      selection.getState().cases.size,
      queue.getState().rows.length,
      work.getState().held.map((one) => one.together?.count),
    ];
    await work.getState().takeBack();
    expect(recorded).toEqual([3, 3, 0, 0, [3]]);
    expect({
      taken: [...(together.getState().news?.taken ?? [])].sort(),
      selected: [...selection.getState().cases.keys()].sort(),
      rows: queue.getState().rows.length,
      held: work.getState().held,
    }).toEqual({ taken: [...ids].sort(), selected: [...ids].sort(), rows: 3, held: [] });
    // It is judged again from where it was, but once only.
    together.getState().open();
    expect(together.getState().editing.judgement.classification).toBe('baseline');
    together.getState().close();
    together.getState().open();
    expect(together.getState().editing.judgement.classification).toBeNull();
  });

  it('goes on under the same command where the connection was lost, and decides none twice', async () => {
    using vault = await aVault();
    const ids = await manyCases(vault, 40);
    const { together, select } = await atWork(vault, cutOffOnce(vault.client));
    select(...ids);
    together.getState().open();
    together.getState().change({ legality: 'legal' });
    await together.getState().look();
    await together.getState().sign();
    const cut = [together.getState().phase, together.getState().recording?.decided.length];
    await together.getState().goOn();
    expect(cut).toEqual(['cut-off', 32]);
    expect([together.getState().phase, together.getState().recording?.decided.length]).toEqual(['done', 40]);
    expect(await entries(vault)).toBe(40);
  });

  it('stops before the next few cases where the person says so', async () => {
    using vault = await aVault();
    const ids = await manyCases(vault, 40);
    const { together, select } = await atWork(vault);
    select(...ids);
    together.getState().open();
    together.getState().change({ legality: 'legal' });
    await together.getState().look();
    const signed = together.getState().sign();
    together.getState().stop();
    await signed;
    expect([together.getState().phase, await entries(vault)]).toEqual(['stopped', 32]);
  });
});

describe('the kin of the open case', () => {
  it('fill its form with their judgement, but for country and note, and submit nothing', async () => {
    using vault = await aVault();
    const [one, two] = await manyCases(vault, 2, ['NL', 'BE']);
    const judgement = illegalIn('BE', { age: 'infant', note: 'about the other', reasons: ['other'] });
    await vault.client.review.assess({ command: aCommand(), case: two!, judgement });
    const { kin, work } = await atWork(vault);
    await work.getState().open(one!);
    kin.getState().show();
    await expect.poll(() => kin.getState().groups?.length).toBeGreaterThan(0);
    const [path] = kin.getState().groups!;
    await kin.getState().like(path!.cases[0]!);
    expect(work.getState().judgement).toMatchObject({
      ...{ legality: 'illegal', classification: 'baseline', age: 'infant', reasons: ['other'] },
      ...{ country: 'NL', hostingSource: 'reported', note: '' },
    });
    expect([kin.getState().of, await entries(vault)]).toEqual([null, 1]);
    work.getState().undo();
    expect(work.getState().judgement?.legality).toBeNull();
  });

  it('that wait are selected with it', async () => {
    using vault = await aVault();
    const ids = await manyCases(vault, 5);
    await vault.client.review.assess({ command: aCommand(), case: ids[4]!, judgement: illegalIn('BE') });
    const { kin, work, selection } = await atWork(vault);
    await work.getState().open(ids[0]!);
    kin.getState().show();
    await kin.getState().select('host');
    expect([...selection.getState().cases.keys()].sort()).toEqual(ids.slice(0, 4).sort());
  });

  it('are read again once the decision that was on its way is recorded', async () => {
    using vault = await aVault();
    const [one, two] = await manyCases(vault, 2);
    const { client, letGo } = heldBack(vault.client);
    const { kin, work } = await atWork(vault, client);
    await work.getState().open(one!);
    work.getState().change({ legality: 'legal' });
    const submitted = work.getState().submit();
    await work.getState().open(two!);
    kin.getState().show();
    const stateOf = (id: CaseId) =>
      kin.getState().groups?.flatMap(({ cases }) => cases.filter((other) => other.case === id))[0]?.state;
    await expect.poll(() => stateOf(one!)).toBe('open');
    letGo();
    await submitted;
    await expect.poll(() => stateOf(one!)).toBe('closed');
  });
});
