import { cpSync, existsSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { BackupStep } from '../../shared/contract/backup.contract.ts';
import type { EngineClient } from '../../shared/contract/contract.ts';
import type { RecoveryKey } from '../../shared/contract/vault.contract.ts';
import type { CaseId, ReportId } from '../../shared/domain/ids.ts';
import { openBackup, STATEMENT_BYTES } from '../../src-main/engine/backup/backup-file.ts';
import { restoreBackup } from '../../src-main/engine/backup/restore-backup.ts';
import { EXIT } from '../../src-main/host-cli/terminal/exit-code.ts';
import { ManualClock } from '../../src-main/ports/clock.ts';
import { FolderFiles } from '../../src-main/ports/files.ts';
import { MemoryLog } from '../../src-main/ports/log.ts';
import { aCommand } from '../support/a-command.ts';
import { aFolder } from '../support/a-folder.ts';
import { aReport } from '../support/a-report.ts';
import { runHere } from '../support/a-shell.ts';
import { anEngine, HOTLINE, PASSPHRASE, PERSON, type RunningEngine } from '../support/a-vault.ts';
import { illegalIn } from '../support/an-assessment.ts';
import { failureOf } from '../support/failure-of.ts';
import { problemsOf } from '../support/problems-of.ts';
import { databasePathOf } from '../support/vault-database.ts';
import { aSmallDisk, canMount, type SmallDisk } from './a-small-disk.ts';
import { impatientAssets } from './impatient-assets.ts';

const STORY = 'A synthetic narrative.';
const readOnly = { code: 'CONFLICT', data: { reason: 'read-only' } };
const unlocking = { name: PERSON, passphrase: PASSPHRASE };

interface Worked extends RunningEngine {
  folder: string;
  recovery: RecoveryKey;
  /** Cases that were acknowledged. */
  ids: CaseId[];
  told: { case: CaseId; report: ReportId };
}

async function aWorkedVault(disk: SmallDisk, ports = {}): Promise<Worked> {
  const folder = join(disk.path, 'vault');
  const running = anEngine(folder, { assets: impatientAssets(), ...ports });
  const { client } = running;
  const { recovery } = await client.vault.create({ hotline: HOTLINE, name: PERSON, passphrase: PASSPHRASE });
  const ids: CaseId[] = [];
  for (let number = 0; number < 12; number++) ids.push(await report(client, number));
  await client.review.assess({ command: aCommand(), case: ids[0]!, judgement: illegalIn('BE') });
  const { sightings } = await client.review.case({ id: ids[1]! });
  return { ...running, folder, recovery, ids, told: { case: ids[1]!, report: sightings[0]!.report } };
}

async function report(client: EngineClient, number: number): Promise<CaseId> {
  const said = aReport().of(`https://host-${number}.example/`).saying(STORY).build();
  return (await client.intake.report({ command: aCommand(), report: said })).cases[0]!.id;
}

/** Reports until the disk takes no more, and then drafts, which are smaller than what an unlock writes. */
async function fillWithReports({ client, ids }: Worked): Promise<void> {
  await untilFull(async (number) => void ids.push(await report(client, 100 + number)));
  const [first] = ids;
  await untilFull((number) =>
    client.review.saveDraft({ case: first!, draft: { json: JSON.stringify({ number }) } }),
  );
}

async function untilFull(act: (number: number) => Promise<unknown>): Promise<void> {
  for (let number = 0; number < 500; number++) {
    try {
      await act(number);
    } catch (error) {
      expect(await failureOf(Promise.reject(error))).toMatchObject({ code: 'STORAGE' });
      return;
    }
  }
  throw new Error('the disk was never full');
}

const backedUp = async (client: EngineClient): Promise<Uint8Array> => {
  const pieces: Buffer[] = [];
  for await (const step of (await client.backup.create({})) as AsyncIterable<BackupStep>)
    if (step.phase !== 'done') pieces.push(Buffer.from(step.piece, 'base64'));
  return new Uint8Array(Buffer.concat(pieces));
};

async function restored(backup: Uint8Array, identity: string, folder: string): Promise<RunningEngine> {
  const opened = await openBackup(new Blob([backup.slice(0, -STATEMENT_BYTES)]).stream(), identity);
  await restoreBackup(opened!, new FolderFiles(folder));
  const running = anEngine(folder);
  await running.client.vault.unlock(unlocking);
  return running;
}

async function exportedLines(client: EngineClient): Promise<string[]> {
  const lines: string[] = [];
  for await (const step of await client.audit.export()) lines.push(...step.lines);
  return lines;
}

/** Folders with a copy of a vault that cannot be written. */
const copiesForLooking = (): string[] =>
  readdirSync(tmpdir()).filter((name) => name.startsWith('hashline-look-'));

const casesOf = async (client: EngineClient): Promise<string[]> => {
  const states = ['open', 'referred'] as const;
  const pages = await Promise.all(states.map((state) => client.review.queue({ state, limit: 500 })));
  return pages.flatMap(({ cases }) => cases.map(({ id }) => String(id))).sort();
};

const kindsOf = async (client: EngineClient, limit: number): Promise<string[]> =>
  (await client.audit.entries({ limit })).entries.map(({ kind, data }) =>
    'did' in data ? `${kind} ${String(data.did)}` : kind,
  );

/** What changes a vault, or has to be recorded before it is answered. */
const refused = ({ client, ids, told }: Worked): Record<string, () => Promise<unknown>> => ({
  report: () => report(client, 1000),
  assess: () => client.review.assess({ command: aCommand(), case: ids[2]!, judgement: illegalIn('BE') }),
  claim: () => client.review.claim({ command: aCommand(), id: ids[2]! }),
  draft: () => client.review.saveDraft({ case: ids[2]!, draft: { json: '{}' } }),
  narrative: () => client.review.revealNarrative(told),
  lookup: () => client.matching.lookup({ algorithm: 'url', value: 'https://host-1.example/' }),
  person: () => client.people.add({ command: aCommand(), name: 'Ann Analyst', role: 'analyst' }),
  checkpoint: () => client.audit.checkpoint(),
  disclosure: async () => {
    for await (const _ of await client.audit.exportWithEnclosures());
  },
  passphrase: () => client.vault.changePassphrase({ ...unlocking, next: 'another passphrase for tests' }),
  'backup for others': async () => {
    for await (const _ of await client.backup.create({ to: ['age1nobody'] }));
  },
});

async function refusals(worked: Worked): Promise<Record<string, unknown>> {
  const answers: Record<string, unknown> = {};
  for (const [name, act] of Object.entries(refused(worked))) {
    answers[name] = await failureOf(act()).catch(() => 'it was done');
  }
  return answers;
}

const allRefused = (worked: Worked) =>
  Object.fromEntries(Object.keys(refused(worked)).map((name) => [name, readOnly]));

describe.skipIf(!canMount())('a vault on a disk that takes nothing', () => {
  test('is unlocked to look where the disk is full: cases, ledger, export and backup are there, and nothing is written', async () => {
    using disk = aSmallDisk(12);
    using elsewhere = aFolder();
    const worked = await aWorkedVault(disk);
    const { engine, client, recovery, ids } = worked;
    engine.close();
    const before = (await openedLater(worked, elsewhere.path)).entries;
    disk.fill();
    const session = await client.vault.unlock(unlocking);
    const seen = {
      readOnly: session.readOnly,
      again: (await client.vault.tryWriting()).readOnly,
      cases: await casesOf(client),
      narrativeShown: JSON.stringify(await client.review.case({ id: ids[1]! })).includes(STORY),
      entries: (await client.audit.entries({ limit: 1 })).entries[0]?.seq,
      outbox: (await client.referral.outbox({})).total,
      counts: (await client.review.counts()).open,
      people: (await client.people.list()).length,
      lists: await client.lists.list(),
      answers: await refusals(worked),
    };
    const why = { since: expect.any(String), problem: expect.stringMatching(/full/), ends: 'with-room' };
    expect(seen).toEqual({
      readOnly: why,
      again: session.readOnly,
      cases: [...ids].sort(),
      narrativeShown: false,
      entries: before - 1,
      outbox: 1,
      counts: 11,
      people: 1,
      lists: [],
      answers: allRefused(worked),
    });
    const backup = await backedUp(client);
    const lines = await exportedLines(client);
    expect(lines.filter((line) => line.includes('"seq"')).length).toBeGreaterThan(before - 1);
    const copy = await restored(backup, recovery.identity, join(elsewhere.path, 'restored'));
    expect([await casesOf(copy.client), await problemsOf(copy.client)]).toEqual([[...ids].sort(), []]);
    copy.engine.close();
    disk.free();
    // The control: with room the same acts are done.
    expect((await client.vault.tryWriting()).readOnly).toBeNull();
    expect((await kindsOf(client, 4)).toReversed()).toEqual([
      'session.unrecorded unlocked',
      'session.unrecorded backed-up',
      'session.unrecorded exported',
      'session.unlocked',
    ]);
    expect(await client.review.revealNarrative(worked.told)).toEqual({ narrative: STORY });
    disk.grow(64);
    expect(await problemsOf(client)).toEqual([]);
    engine.close();
  }, 60_000);

  test('shows and backs up what stands in the log alone, where work filled the disk', async () => {
    using disk = aSmallDisk(8);
    using elsewhere = aFolder();
    const worked = await aWorkedVault(disk);
    const { engine, client, folder, ids, recovery } = worked;
    disk.fill();
    await fillWithReports(worked);
    try {
      engine.close();
    } catch {
      // The entry of the lock does not fit; the vault is closed all the same.
    }
    const log = `${databasePathOf(folder)}-wal`;
    const inLogAlone = existsSync(log) ? statSync(log).size : 0;
    const { readOnly } = await client.vault.unlock(unlocking);
    const seen = await casesOf(client);
    const copy = await restored(await backedUp(client), recovery.identity, join(elsewhere.path, 'restored'));
    const inCopy = await casesOf(copy.client);
    copy.engine.close();
    engine.close();
    disk.free();
    const after = (await client.vault.unlock(unlocking)).readOnly;
    expect({
      readOnly: readOnly?.ends,
      inLogAlone: inLogAlone > 0,
      seen,
      inCopy,
      after,
      kept: await casesOf(client),
      recorded: (await kindsOf(client, 3)).toReversed(),
    }).toEqual({
      readOnly: 'with-room',
      inLogAlone: true,
      seen: [...ids].sort(),
      inCopy: [...ids].sort(),
      after: null,
      kept: [...ids].sort(),
      recorded: ['session.unrecorded unlocked', 'session.unrecorded backed-up', 'session.unlocked'],
    });
    disk.grow(64);
    expect(await problemsOf(client)).toEqual([]);
    engine.close();
  }, 60_000);

  test('is unlocked to look where the file system is read-only, with what stands in the log alone', async () => {
    using disk = aSmallDisk(24);
    using elsewhere = aFolder();
    const worked = await aWorkedVault(disk);
    const { engine, folder, ids, recovery } = worked;
    // As a crash leaves it: the copy has a log, which its database does not have yet.
    const crashed = join(disk.path, 'crashed');
    cpSync(folder, crashed, { recursive: true });
    engine.close();
    disk.makeReadOnly(true);
    const copiesBefore = copiesForLooking();
    for (const [of, logIsThere] of [
      [folder, false],
      [crashed, true],
    ] as const) {
      const { engine: looking, client } = anEngine(of, { assets: impatientAssets() });
      const { readOnly: why } = await client.vault.unlock(unlocking);
      const asked = { ...worked, client };
      expect({
        ends: why?.ends,
        logIsThere: existsSync(`${databasePathOf(of)}-wal`),
        cases: await casesOf(client),
        answers: await refusals(asked),
        again: (await client.vault.tryWriting()).readOnly,
      }).toEqual({
        ends: 'with-next-unlock',
        logIsThere,
        cases: [...ids].sort(),
        answers: allRefused(asked),
        again: why,
      });
      const into = join(elsewhere.path, String(logIsThere));
      const copy = await restored(await backedUp(client), recovery.identity, into);
      expect(await casesOf(copy.client)).toEqual([...ids].sort());
      copy.engine.close();
      looking.close();
    }
    expect(copiesForLooking().filter((name) => !copiesBefore.includes(name))).toEqual([]);
    disk.makeReadOnly(false);
    const { engine: again, client } = anEngine(folder, { assets: impatientAssets() });
    expect((await client.vault.unlock(unlocking)).readOnly).toBeNull();
    again.close();
  }, 60_000);

  test('slows wrong tries down, and records them once there is room', async () => {
    using disk = aSmallDisk(8);
    const clock = new ManualClock(Date.now());
    const { engine, client } = await aWorkedVault(disk, { clock });
    engine.close();
    disk.fill();
    const answers = [];
    for (let tries = 0; tries < 4; tries++)
      answers.push(await failureOf(client.vault.unlock({ name: PERSON, passphrase: 'a wrong passphrase' })));
    const atOnce = await failureOf(client.vault.unlock(unlocking));
    clock.advance(1000);
    await client.vault.unlock(unlocking);
    disk.free();
    await client.vault.tryWriting();
    expect({ answers, atOnce, recorded: (await kindsOf(client, 6)).toReversed() }).toEqual({
      answers: [0, 0, 1000, 'SLOW_DOWN'].map((wait) =>
        wait === 'SLOW_DOWN'
          ? { code: wait, data: { retryInMs: 1000 } }
          : { code: 'WRONG_PASSPHRASE', data: { retryInMs: wait } },
      ),
      atOnce: { code: 'SLOW_DOWN', data: { retryInMs: 1000 } },
      recorded: [
        'session.locked',
        'session.unlock-failed',
        'session.unlock-failed',
        'session.unlock-failed',
        'session.unrecorded unlocked',
        'session.unlocked',
      ],
    });
    engine.close();
  });

  test('is looked at from the terminal too, which says so beside the answer', async () => {
    using disk = aSmallDisk(8);
    using elsewhere = aFolder();
    const { engine, folder } = await aWorkedVault(disk);
    engine.close();
    disk.fill();
    const secret = join(elsewhere.path, 'passphrase');
    writeFileSync(secret, `${PASSPHRASE}\n`);
    const run = (...args: string[]) => runHere([...args, '--vault', folder, '--passphrase-file', secret]);
    const [looked, wrote] = [
      await run('queue', '--json'),
      await run('person', 'add', 'Ann Analyst', '--role', 'analyst', '--json'),
    ];
    disk.free();
    const withRoom = await run('queue', '--json');
    const why = /the vault is open to look only, because it cannot be written: .*full/;
    expect([looked.exit, JSON.parse(looked.stdout).total, why.test(looked.stderr)]).toEqual([0, 11, true]);
    expect([wrote.exit, why.test(wrote.stderr), wrote.stderr.includes('Nothing was changed')]).toEqual([
      EXIT.refused,
      true,
      true,
    ]);
    expect([withRoom.exit, withRoom.stderr]).toEqual([0, '']);
  });

  test('goes on by itself once there is room, and not before', async () => {
    using disk = aSmallDisk(12);
    const clock = new ManualClock(Date.now());
    const log = new MemoryLog();
    const { engine, client } = await aWorkedVault(disk, { clock, log, background: true });
    engine.close();
    disk.fill();
    await client.vault.unlock(unlocking);
    const stateAfter = async (seconds: number) => {
      for (let passed = 0; passed < seconds; passed++) {
        clock.advance(1000);
        await client.vault.active();
        await new Promise((resolve) => setTimeout(resolve, 2));
      }
      return (await client.vault.session()).readOnly?.ends ?? null;
    };
    const full = await stateAfter(40);
    disk.free();
    expect([full, await stateAfter(20), log.events.filter(({ event }) => event !== 'started')]).toEqual([
      'with-room',
      null,
      [],
    ]);
    expect(await report(client, 700)).toBeDefined();
    engine.close();
  });
});

/** How many entries the record of a closed vault has, read in a copy of it. */
async function openedLater({ folder }: Worked, elsewhere: string): Promise<{ entries: number }> {
  const copy = join(elsewhere, 'as-it-was');
  cpSync(folder, copy, { recursive: true });
  const { engine, client } = anEngine(copy, { assets: impatientAssets() });
  await client.vault.unlock(unlocking);
  const seq = (await client.audit.entries({ limit: 1 })).entries[0]?.seq ?? -1;
  engine.close();
  // Without the entry of this unlock.
  return { entries: seq };
}
