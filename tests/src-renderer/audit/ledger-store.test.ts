import { describe, expect, it } from 'vitest';
import type { EntryView, VerifyReport } from '../../../shared/contract/audit.contract.ts';
import type { EngineClient } from '../../../shared/contract/contract.ts';
import { DeviceId, EntryId } from '../../../shared/domain/ids.ts';
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
  leafHash: '',
});

function aLedger(size: number) {
  const ledger = { size };
  const report: VerifyReport = { ok: true, entries: size, root: '', checkpoints: 1, problems: [] };
  const audit = {
    entries: async ({ before = Number.POSITIVE_INFINITY, limit }: { before?: number; limit: number }) => {
      const newest = Math.min(before, ledger.size) - 1;
      const count = Math.max(0, Math.min(limit, newest + 1));
      return {
        total: ledger.size,
        entries: Array.from({ length: count }, (_, index) => entry(newest - index)),
      };
    },
    verify: async () =>
      (async function* () {
        yield { phase: 'verifying' as const, entries: 1, total: size };
        yield { phase: 'done' as const, report };
      })(),
    checkpoint: async () => ({ size, root: '', note: 'note' }),
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

  it('takes over what was added since, and begins anew where more was added than it can see', async () => {
    const { ledger, client } = aLedger(10);
    const store = createLedgerStore(client);
    await store.getState().show({});
    ledger.size = 13;
    await store.getState().refresh();
    expect(store.getState().entries).toHaveLength(13);
    ledger.size = 500;
    await store.getState().refresh();
    expect(store.getState().entries[0]?.seq).toBe(499);
    expect(store.getState().entries.at(-1)?.seq).toBe(400);
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
    expect(store.getState().exported).toBe(3);
  });
});

describe('signed facts for reading', () => {
  it('hold no address somebody could follow', () => {
    expect(defangFacts({ a: ['https://x.example/y'], b: { c: 'plain', d: 4 } })).toEqual({
      a: ['hxxps://x[.]example/y'],
      b: { c: 'plain', d: 4 },
    });
  });
});
