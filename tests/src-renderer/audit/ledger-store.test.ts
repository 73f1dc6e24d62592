import { describe, expect, it } from 'vitest';
import type { EntryView, VerifyReport } from '../../../shared/contract/audit.contract.ts';
import type { EngineClient } from '../../../shared/contract/contract.ts';
import { CaseId, DeviceId, EntryId } from '../../../shared/domain/ids.ts';
import { defangFacts } from '../../../src-renderer/features/audit/defang-facts.ts';
import { createLedgerStore } from '../../../src-renderer/features/audit/ledger-store.ts';
import { anId } from '../support/an-id.ts';

const entry = (seq: number): EntryView => ({
  seq,
  id: EntryId.parse(anId(seq)),
  device: DeviceId.parse(anId(2)),
  at: '2026-11-21T12:00:00.000Z',
  kind: 'case.claimed',
  actor: { id: anId(1), name: 'Ada Reviewer' },
  case: null,
  data: {},
  withheld: false,
  leafHash: '',
});

function aLedger(size: number) {
  const ledger = { size };
  const report: VerifyReport = {
    ok: true,
    entries: size,
    root: '',
    checkpoints: 1,
    problems: [],
    late: 0,
    overtaken: 0,
    withoutEffect: [],
    witnesses: { quorum: 0, named: [], anchored: 0, cosigned: [] },
    erased: [],
  };
  const audit = {
    entries: async ({ before = Number.POSITIVE_INFINITY, limit }: { before?: number; limit: number }) => {
      const newest = Math.min(before, ledger.size) - 1;
      const count = Math.max(0, Math.min(limit, newest + 1));
      return {
        total: ledger.size,
        size: ledger.size,
        entries: Array.from({ length: count }, (_, index) => entry(newest - index)),
      };
    },
    verify: async () =>
      (async function* () {
        yield { phase: 'verifying' as const, entries: 1, total: size };
        yield { phase: 'done' as const, report };
      })(),
    checkpoint: async () => ({ size, root: '', note: 'note', key: '' }),
    anchors: async () => ({
      size: ledger.size,
      anchored: 0,
      since: ledger.size,
      quorum: 0,
      witnesses: [],
      desks: [],
    }),
    timeline: async ({ case: id, after = -1 }: { case: CaseId; after?: number }) => ({
      cases: [id],
      total: ledger.size,
      entries: Array.from({ length: ledger.size }, (_, seq) => entry(seq)).filter(({ seq }) => seq > after),
    }),
    exportSelection: async () =>
      (async function* () {
        yield { lines: ['header', 'checkpoint'] };
        yield { lines: ['entry', 'path', 'export', 'path'] };
      })(),
    export: async () =>
      (async function* () {
        yield { lines: ['a', 'b'] };
        yield { lines: ['c'] };
      })(),
  };
  return { ledger, client: { audit } as unknown as Pick<EngineClient, 'audit'> };
}

describe('the ledger', () => {
  it('is read newest first, and older entries on demand, without gaps', async () => {
    const store = createLedgerStore(aLedger(250).client);
    await store.getState().show({});
    await store.getState().loadMore();
    await store.getState().loadMore();
    expect(store.getState().entries.map((one) => one.seq)).toEqual(
      Array.from({ length: 250 }, (_, i) => 249 - i),
    );
    expect(store.getState().more).toBe(false);
  });

  it('takes over what was added since, says how much that was, and keeps what was chosen', async () => {
    const { ledger, client } = aLedger(10);
    const store = createLedgerStore(client);
    await store.getState().show({});
    const [chosen] = store.getState().entries;
    store.getState().choose(chosen ?? null);
    ledger.size = 13;
    await store.getState().refresh();
    const few = store.getState();
    ledger.size = 900;
    await store.getState().refresh();
    const many = store.getState();
    many.seen();
    expect({
      few: [few.entries.length, few.news, few.chosen, few.more],
      many: [many.entries.length, many.news, many.entries.at(-1)?.seq, many.chosen, many.more],
      seen: store.getState().news,
    }).toEqual({
      few: [13, 3, chosen, false],
      many: [900, 890, 0, chosen, false],
      seen: 0,
    });
  });

  it('shows every entry once where it is read anew twice at the same time', async () => {
    const { ledger, client } = aLedger(10);
    const store = createLedgerStore(client);
    await store.getState().show({});
    ledger.size = 13;
    await Promise.all([store.getState().refresh(), store.getState().refresh()]);
    const { entries, news, total, size } = store.getState();
    expect(entries.map(({ seq }) => seq)).toEqual(Array.from({ length: 13 }, (_, index) => 12 - index));
    expect({ news, total, size }).toEqual({ news: 3, total: 13, size: 13 });
  });

  it('begins again where more was added than a person reads, without a gap', async () => {
    const { ledger, client } = aLedger(10);
    const store = createLedgerStore(client);
    await store.getState().show({});
    ledger.size = 9000;
    await store.getState().refresh();
    const { entries, more } = store.getState();
    expect([entries[0]?.seq, entries.length, entries.at(-1)?.seq, more]).toEqual([8999, 2600, 6400, true]);
    await store.getState().loadMore();
    expect(store.getState().entries.map(({ seq }) => seq)).toEqual(
      Array.from({ length: 2700 }, (_, index) => 8999 - index),
    );
  });

  it('shows the life of a case, which grows with the record', async () => {
    const { ledger, client } = aLedger(3);
    const store = createLedgerStore(client);
    const id = CaseId.parse(anId(7));
    await store.getState().openLife(id);
    const opened = store.getState();
    ledger.size = 4;
    await store.getState().refresh();
    const { life } = store.getState();
    store.getState().closeLife();
    expect([
      opened.life?.entries.length,
      opened.chosen?.seq,
      life?.entries.length,
      store.getState().life,
    ]).toEqual([3, 2, 4, null]);
  });

  it('is verified and exported line by line', async () => {
    const store = createLedgerStore(aLedger(3).client);
    await store.getState().verify();
    expect(store.getState()).toMatchObject({ verifying: null, report: { ok: true, entries: 3 } });
    const written: string[] = [];
    await store.getState().exportTo(async (text) => {
      written.push(text);
    });
    expect(written.join('')).toBe('a\nb\nc\n');
    expect(store.getState().exported).toEqual({ what: 'ledger', count: 3 });
    await store.getState().handOut({}, async () => {});
    expect(store.getState().exported).toEqual({ what: 'selection', count: 1 });
  });
});

describe('signed facts for reading', () => {
  it('hold no address that could be followed', () => {
    expect(defangFacts({ a: ['https://x.example/y'], b: { c: 'plain', d: 4 } })).toEqual({
      a: ['hxxps://x[.]example/y'],
      b: { c: 'plain', d: 4 },
    });
  });
});
