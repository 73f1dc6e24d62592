import { describe, expect, it } from 'vitest';
import type { EngineClient } from '../../../shared/contract/contract.ts';
import type { ImportProgress } from '../../../shared/contract/intake.contract.ts';
import { BatchId, UploadId } from '../../../shared/domain/ids.ts';
import { createIntakeStore } from '../../../src-renderer/features/intake/intake-store.ts';
import { anId } from '../support/an-id.ts';

/** An engine that takes files in: reads until the empty piece, then stores. */
function anIntake() {
  const pieces: number[] = [];
  let ended = Promise.withResolvers<'whole' | 'cancelled'>();
  let cancelled = 0;
  const upload = UploadId.parse(anId(5));
  const progress = (phase: 'reading' | 'storing'): ImportProgress => ({
    phase,
    bytes: pieces.reduce((sum, size) => sum + size, 0),
    totalBytes: 600_000,
    rows: 10,
    totalRows: null,
    refused: 0,
    rowsPerSecond: 1000,
    remainingMs: null,
  });
  async function* run(): AsyncGenerator<ImportProgress, void> {
    yield progress('reading');
    if ((await ended.promise) === 'cancelled') return;
    yield progress('storing');
    yield {
      phase: 'done',
      result: {
        batch: BatchId.parse(anId(6)),
        format: 'hashline-jsonl',
        reports: 10,
        subjects: 10,
        casesNew: 10,
        casesJoined: 0,
        casesReopened: 0,
        refused: [],
        refusedTotal: 0,
        notices: [],
        noticeCounts: {},
        alreadyImported: false,
      },
    };
  }
  const intake = {
    open: async () => {
      ended = Promise.withResolvers();
      return { upload };
    },
    append: async ({ bytes }: { bytes: Blob }) => {
      pieces.push(bytes.size);
      if (bytes.size === 0) ended.resolve('whole');
      return { received: bytes.size };
    },
    run: async () => run(),
    cancel: async () => {
      cancelled++;
      ended.resolve('cancelled');
      return { cancelled: true };
    },
    batches: async () => [],
    refusals: async () => [],
    report: async () => ({ report: anId(7), cases: [{ id: anId(8), isNew: true, isReopened: false }] }),
  };
  return {
    client: { intake } as unknown as Pick<EngineClient, 'intake' | 'matching' | 'review'>,
    pieces,
    cancelled: () => cancelled,
  };
}

const aFile = (bytes: number) => new File([new Uint8Array(bytes)], 'reports.jsonl');

describe('an import of a file', () => {
  it('goes in pieces of 256 KiB, in order, and ends with an empty one', async () => {
    const { client, pieces } = anIntake();
    const store = createIntakeStore(client);
    await store.getState().importFiles([aFile(600_000)]);
    expect(pieces).toEqual([262_144, 262_144, 75_712, 0]);
    expect(store.getState().jobs[0]).toMatchObject({ phase: 'done', result: { reports: 10 } });
  });

  it('can be taken back while it is read, and says that nothing was changed', async () => {
    const engine = anIntake();
    const store = createIntakeStore(engine.client);
    const slow = Promise.withResolvers<void>();
    const { append } = engine.client.intake;
    Object.assign(engine.client.intake, {
      append: async (...input: Parameters<typeof append>) => {
        await slow.promise;
        return append(...input);
      },
    });
    const importing = store.getState().importFiles([aFile(600_000)]);
    await new Promise((resolve) => setTimeout(resolve, 20));
    store.getState().cancel(1);
    slow.resolve();
    await importing;
    expect(engine.cancelled()).toBe(1);
    expect(store.getState().jobs[0]?.phase).toBe('cancelled');
  });

  it('waits for the file before it', async () => {
    const { client } = anIntake();
    const store = createIntakeStore(client);
    const importing = store.getState().importFiles([aFile(10), aFile(20)]);
    expect(store.getState().jobs.map((job) => job.phase)).toEqual(['waiting', 'waiting']);
    await importing;
    expect(store.getState().jobs.map((job) => job.phase)).toEqual(['done', 'done']);
  });
});
