import { describe, expect, it } from 'vitest';
import type { ImportOrder } from '../../../src-renderer/features/lists/import-form.ts';
import { createListsStore } from '../../../src-renderer/features/lists/lists-store.ts';
import { aHashList, aListMatch } from '../support/a-hash-list.ts';
import { InMemoryLists } from '../support/in-memory-lists.ts';

const aFile = (name: string, bytes: number) => new File([new Uint8Array(bytes)], name);

const anOrder = (change: Partial<ImportOrder> = {}): ImportOrder => ({
  list: aHashList(1).id,
  name: 'List 1',
  mode: 'delta',
  reading: { format: 'ncmec-xml' },
  asOf: null,
  files: [aFile('a.xml', 300_000), aFile('b.xml', 10)],
  ...change,
});

describe('an import of a list', () => {
  it('goes file after file in pieces of 256 KiB, each file ending with an empty one', async () => {
    const engine = new InMemoryLists([aHashList(1)]);
    const store = createListsStore(engine.client);
    await store.getState().startImport(anOrder());
    expect(engine.pieces).toEqual([262_144, 37_856, 0, 10, 0]);
    expect(engine.asked).toContain('open delta a.xml b.xml');
    expect(store.getState().jobs).toMatchObject([{ phase: 'done', result: { records: 5 } }]);
  });

  it('can be taken back while it is read', async () => {
    const engine = new InMemoryLists([aHashList(1)]);
    const client = engine.client;
    const held = Promise.withResolvers<void>();
    const slow = {
      ...client,
      lists: Object.assign(Object.create(client.lists) as typeof client.lists, {
        append: async () => {
          await held.promise;
          return { received: 0 };
        },
      }),
    };
    const store = createListsStore(slow);
    const importing = store.getState().startImport(anOrder());
    await expect.poll(() => store.getState().jobs[0]?.phase).toBe('reading');
    store.getState().cancelImport(1);
    held.resolve();
    await importing;
    expect(engine.asked).toContain('cancel');
    expect(store.getState().jobs[0]?.phase).toBe('cancelled');
  });

  it('that is refused says where and why, and a job is dismissed only when it is over', async () => {
    const engine = new InMemoryLists([aHashList(1)]);
    engine.refuse = [
      { file: 'a.xml', row: 2, field: null, reason: 'bad-xml', detail: { code: 'ends-early' } },
    ];
    const store = createListsStore(engine.client);
    const importing = store.getState().startImport(anOrder());
    store.getState().dismissImport(1);
    await importing;
    expect(store.getState().jobs).toMatchObject([
      { phase: 'refused', refusedTotal: 1, refused: [{ file: 'a.xml', reason: 'bad-xml' }] },
    ]);
    store.getState().dismissImport(1);
    expect(store.getState().jobs).toEqual([]);
  });
});

describe('an existing list', () => {
  it('is switched off and on, changed and removed; the page follows', async () => {
    const list = aHashList(1);
    const store = createListsStore(new InMemoryLists([list]).client);
    const { load, show, setEnabled, change, remove } = store.getState();
    await load();
    await show(list.id);
    expect(await setEnabled(list.id, false)).toBe(true);
    expect(store.getState().lists[0]?.enabled).toBe(false);
    expect(await change(list.id, { name: 'Renamed', trust: 'high' })).toBe(true);
    expect(store.getState().lists[0]).toMatchObject({ name: 'Renamed', trust: 'high', enabled: false });
    expect(await remove(list.id)).toBe(true);
    expect(store.getState()).toMatchObject({ lists: [], open: null });
  });

  it('keeps its name where another list has it, and says so', async () => {
    const store = createListsStore(new InMemoryLists([aHashList(1), aHashList(2)]).client);
    await store.getState().load();
    expect(await store.getState().change(aHashList(1).id, { name: 'List 2' })).toBe(false);
    expect(store.getState().failure).toMatchObject({ code: 'CONFLICT', data: { reason: 'list-name-taken' } });
  });

  it('is compared until the person stops it', async () => {
    const store = createListsStore(new InMemoryLists([aHashList(1)]).client);
    await store.getState().compare(aHashList(1).id);
    expect(store.getState().comparison?.result).toMatchObject({ compared: 4 });
    const comparing = store.getState().compare(aHashList(1).id);
    store.getState().stopComparing();
    await comparing;
    expect(store.getState().comparison).toBeNull();
    expect(store.getState().failure).toBeNull();
  });
});

describe('an index that has failed', () => {
  const failed = {
    state: 'failed' as const,
    fault: { problem: 'closed' as const, words: 'closed: the index has ended' },
  };

  it('is started anew by one press, however often it is pressed', async () => {
    const engine = new InMemoryLists([aHashList(1)]);
    engine.index = failed;
    const store = createListsStore(engine.client);
    await store.getState().load();
    const { restartIndex } = store.getState();
    await Promise.all([restartIndex(), restartIndex()]);
    expect(engine.asked).toEqual(['restart']);
    expect(store.getState()).toMatchObject({ index: { state: 'ready' }, restarting: false, failure: null });
  });

  it('again says so as its state and nowhere else, and can be tried again', async () => {
    const engine = new InMemoryLists([aHashList(1)]);
    engine.index = failed;
    engine.staysDown = true;
    const store = createListsStore(engine.client);
    await store.getState().restartIndex();
    expect(store.getState()).toMatchObject({ index: failed, restarting: false, failure: null });
  });
});

describe('a value that is looked up', () => {
  it('of 64 digits is asked for as SHA-256 and PDQ, near PDQ too, each record once, the nearest first', async () => {
    const engine = new InMemoryLists([aHashList(1)]);
    const equal = aListMatch({ ref: 1 });
    const near = aListMatch({ ref: 2, record: 'record-2', distance: 12 });
    engine.exact = [equal];
    engine.near = [near, equal];
    const store = createListsStore(engine.client);
    await store.getState().find(` ${'AB'.repeat(32)} `);
    expect(engine.asked).toEqual([`find ${'AB'.repeat(32)}`, 'match pdq', 'lookup sha256', 'lookup pdq']);
    expect(store.getState().found).toMatchObject({ value: 'ab'.repeat(32), matches: [equal, near] });
  });

  it('is not asked for where it is empty', async () => {
    const engine = new InMemoryLists();
    const store = createListsStore(engine.client);
    await store.getState().find('  ');
    expect(engine.asked).toEqual([]);
  });
});
