import { createRouterClient, implement } from '@orpc/server';
import { describe, expect, it } from 'vitest';
import type { BackupMade, BackupStatus, BackupStep } from '../../../shared/contract/backup.contract.ts';
import { contract, type EngineClient } from '../../../shared/contract/contract.ts';
import { createBackupStore } from '../../../src-renderer/features/backup/backup-store.ts';

const MADE: BackupMade = {
  at: '2026-11-29T10:00:00.000Z',
  entries: 7,
  root: 'AAAA',
  bytes: 6,
  sha256: 'ab'.repeat(32),
  recipients: ['age1someone'],
};
const PIECES: BackupStep[] = [
  { phase: 'copying', bytes: 3, totalBytes: 6, piece: Buffer.from('abc').toString('base64') },
  { phase: 'copying', bytes: 6, totalBytes: 6, piece: Buffer.from('def').toString('base64') },
];

const STATUS: BackupStatus = { plan: null, last: null, failure: null, isMaking: false, isMissed: false };

/** @param steps what the engine sends; an error ends it */
function anEngine(steps: readonly (BackupStep | Error)[]): Pick<EngineClient, 'backup'> {
  const backup = implement(contract.backup);
  const router = backup.router({
    status: backup.status.handler(() => STATUS),
    plan: backup.plan.handler(({ input }) => ({ ...STATUS, plan: input.plan })),
    create: backup.create.handler(async function* () {
      for (const step of steps) {
        if (step instanceof Error) throw step;
        yield step;
      }
    }),
  });
  return { backup: createRouterClient(router) };
}

/** A file in memory, and what became of it. */
function aSink() {
  const parts: Buffer[] = [];
  const file = { content: '', state: 'open' };
  return {
    file,
    sink: {
      write: async (part: string | Uint8Array) => {
        parts.push(Buffer.from(part as Uint8Array));
      },
      close: async () => {
        file.content = Buffer.concat(parts).toString();
        file.state = 'closed';
      },
      abort: async () => {
        file.state = 'aborted';
      },
    },
  };
}

describe('a backup from the page', () => {
  it('is written piece by piece, with its rate and what is left, and then says what was made', async () => {
    let ms = 0;
    const store = createBackupStore(
      anEngine([...PIECES, { phase: 'done', result: MADE }]),
      () => (ms += 1000),
    );
    const seen: unknown[] = [];
    store.subscribe(({ making }) => making && seen.push(making));
    const { file, sink } = aSink();
    await store.getState().make(sink);
    const { making, made, failure } = store.getState();
    expect({ file, seen, making, made, failure }).toEqual({
      file: { content: 'abcdef', state: 'closed' },
      seen: [
        { bytes: 0, totalBytes: 0, bytesPerSecond: 0, remainingMs: null },
        { bytes: 3, totalBytes: 6, bytesPerSecond: 3, remainingMs: 1000 },
        { bytes: 6, totalBytes: 6, bytesPerSecond: 3, remainingMs: 0 },
      ],
      making: null,
      made: MADE,
      failure: null,
    });
  });

  it('that fails leaves no file and says why', async () => {
    const store = createBackupStore(anEngine([PIECES[0]!, new Error('gone')]));
    const { file, sink } = aSink();
    await store.getState().make(sink);
    expect([file.state, store.getState().made, store.getState().failure?.code]).toEqual([
      'aborted',
      null,
      'UNEXPECTED',
    ]);
  });

  it('that is cancelled leaves no file and no fault', async () => {
    const store = createBackupStore(anEngine(PIECES));
    const { file, sink } = aSink();
    const { write } = sink;
    sink.write = async (part) => {
      store.getState().cancel();
      await write(part);
    };
    await store.getState().make(sink);
    const { making, made, failure } = store.getState();
    expect([file.state, making, made, failure]).toEqual(['aborted', null, null, null]);
  });
});

describe('scheduled backups on the page', () => {
  it('are set and read', async () => {
    const store = createBackupStore(anEngine([]));
    await store.getState().load();
    const before = store.getState().status;
    const plan = { folder: '/media/backups', everyHours: 24, keep: 14, recipients: [] };
    const isSet = await store.getState().plan(plan);
    expect([before, isSet, store.getState().status]).toEqual([STATUS, true, { ...STATUS, plan }]);
  });
});
