import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { metaOf } from '../../../../shared/contract/contract.ts';
import { IdleLock, LOCK_REQUEST_FILE } from '../../../../src-main/engine/vault/idle-lock.ts';
import { ManualClock } from '../../../../src-main/ports/clock.ts';
import { MemoryFiles } from '../../../../src-main/ports/files.ts';
import { aCommand } from '../../../support/a-command.ts';
import { aReport } from '../../../support/a-report.ts';
import { type AVault, aVault } from '../../../support/a-vault.ts';
import { failureOf } from '../../../support/failure-of.ts';
import { problemsOf } from '../../../support/problems-of.ts';

const MINUTE_MS = 60_000;
const IDLE_MS = 5 * MINUTE_MS;
const LOOK_MS = 2000;
const HOUR_MS = 60 * MINUTE_MS;
const YEAR_MS = 365 * 24 * HOUR_MS;

/** An idle lock that is watching, with everything around it in the test's hands. */
async function watching() {
  const clock = new ManualClock();
  const files = new MemoryFiles();
  let locked = 0;
  const lock = new IdleLock(
    clock,
    files,
    () => IDLE_MS,
    () => {
      locked += 1;
    },
  );
  const ended = lock.watch();
  await nextTurn();
  return { clock, files, lock, ended, locked: () => locked };
}

/** Lets time pass as it does, with a look every two seconds. */
async function pass(clock: ManualClock, ms: number): Promise<void> {
  for (let passed = 0; passed < ms; passed += LOOK_MS) {
    clock.advance(Math.min(LOOK_MS, ms - passed));
    await nextTurn();
  }
}

describe('the idle lock', () => {
  test('locks after the policy’s idle time, and not a look earlier', async () => {
    const { clock, locked } = await watching();
    await pass(clock, IDLE_MS - LOOK_MS);
    expect(locked()).toBe(0);
    await pass(clock, LOOK_MS);
    expect(locked()).toBe(1);
  });

  test('is put off by work, again and again', async () => {
    const { clock, lock, locked } = await watching();
    for (let round = 0; round < 10; round++) {
      await pass(clock, IDLE_MS - LOOK_MS);
      lock.active();
    }
    expect(locked()).toBe(0);
    await pass(clock, IDLE_MS);
    expect(locked()).toBe(1);
  });

  test.each([
    ['an hour', HOUR_MS],
    ['a year', YEAR_MS],
    ['ten years', 10 * YEAR_MS],
  ])('is neither put off nor hurried by a clock set back %s', async (_what, jump) => {
    const { clock, locked } = await watching();
    await pass(clock, IDLE_MS / 2);
    clock.jump(-jump);
    await pass(clock, IDLE_MS / 2 - LOOK_MS);
    expect(locked()).toBe(0);
    await pass(clock, LOOK_MS);
    expect(locked()).toBe(1);
  });

  test.each([
    ['an hour', HOUR_MS],
    ['a year', YEAR_MS],
    ['ten years', 10 * YEAR_MS],
  ])('takes a clock that is %s ahead at once for a sleep, and locks', async (_what, jump) => {
    const { clock, locked } = await watching();
    clock.jump(jump);
    await pass(clock, LOOK_MS);
    expect(locked()).toBe(1);
  });

  test('is not put off by a clock set forward and back again between two looks', async () => {
    const { clock, locked } = await watching();
    for (let passed = 0; passed < IDLE_MS; passed += LOOK_MS) {
      clock.jump(YEAR_MS);
      clock.jump(-YEAR_MS);
      await pass(clock, LOOK_MS);
    }
    expect(locked()).toBe(1);
  });

  test('lets a time server correct the clock by less than a minute', async () => {
    const { clock, locked } = await watching();
    clock.jump(59_000);
    await pass(clock, LOOK_MS);
    clock.jump(-59_000);
    await pass(clock, LOOK_MS);
    expect(locked()).toBe(0);
  });

  test('is not put off by work that comes after the time was over, before anybody looked', async () => {
    const { clock, lock, locked } = await watching();
    // As after a sleep during which the monotonic clock ran on.
    clock.advance(8 * HOUR_MS);
    lock.active();
    expect(locked()).toBe(1);
  });

  test('locks on request from outside, and takes the request away', async () => {
    const { clock, files, locked, ended } = await watching();
    files.write(LOCK_REQUEST_FILE, new Uint8Array(0));
    await pass(clock, LOOK_MS);
    await ended;
    expect([locked(), files.read(LOCK_REQUEST_FILE)]).toEqual([1, null]);
  });

  test('does not heed a request from before it was there', async () => {
    const clock = new ManualClock();
    const files = new MemoryFiles();
    files.write(LOCK_REQUEST_FILE, new Uint8Array(0));
    let locked = 0;
    void new IdleLock(
      clock,
      files,
      () => IDLE_MS,
      () => {
        locked += 1;
      },
    ).watch();
    await pass(clock, 2 * LOOK_MS);
    expect([locked, files.read(LOCK_REQUEST_FILE)]).toEqual([0, null]);
  });

  test('ends when stopped and never locks afterwards', async () => {
    const { clock, lock, ended, locked } = await watching();
    lock.stop();
    await ended;
    await pass(clock, 2 * IDLE_MS);
    expect(locked()).toBe(0);
  });
});

const isOpen = async ({ client }: AVault): Promise<boolean> => (await client.vault.hello()).vault === 'open';

describe('a vault open in the background', () => {
  test('locks after the policy’s five minutes, with its entry and seal, and every room is LOCKED', async () => {
    using vault = await aVault({ ports: { background: true } });
    await pass(vault.clock, IDLE_MS - LOOK_MS);
    expect(await isOpen(vault)).toBe(true);
    await pass(vault.clock, LOOK_MS);
    expect(await isOpen(vault)).toBe(false);
    const { client } = vault;
    const rooms = [
      client.vault.session(),
      client.vault.active(),
      client.review.queue({}),
      client.people.list(),
    ];
    const codes = await Promise.all(rooms.map(async (call) => (await failureOf(call)).code));
    expect(codes).toEqual(rooms.map(() => 'LOCKED'));
    await vault.unlock();
    const { entries } = await client.audit.entries({ limit: 2 });
    expect(entries.map(({ kind }) => kind)).toEqual(['session.unlocked', 'session.locked']);
    expect(await problemsOf(client)).toEqual([]);
  });

  test('stays open while the page reports that the person is active', async () => {
    using vault = await aVault({ ports: { background: true } });
    for (let minute = 0; minute < 20; minute++) {
      await pass(vault.clock, MINUTE_MS);
      await vault.client.vault.active();
    }
    expect(await isOpen(vault)).toBe(true);
  });

  test('is kept open by nothing but that report', async () => {
    using vault = await aVault({ ports: { background: true } });
    for (let minute = 0; minute < 5; minute++) {
      await vault.client.review.queue({});
      await pass(vault.clock, MINUTE_MS);
    }
    expect(await isOpen(vault)).toBe(false);
  });

  test('answers LOCKED to the first call after the machine slept for hours, before the lock has looked', async () => {
    using vault = await aVault({ ports: { background: true } });
    vault.clock.advance(8 * HOUR_MS);
    expect((await failureOf(vault.client.vault.active())).code).toBe('LOCKED');
    expect(await isOpen(vault)).toBe(false);
  });

  test('locks on a request file and takes it away', async () => {
    using vault = await aVault({ ports: { background: true } });
    const file = join(vault.folder, LOCK_REQUEST_FILE);
    writeFileSync(file, '');
    await pass(vault.clock, LOOK_MS);
    expect([await isOpen(vault), existsSync(file)]).toEqual([false, false]);
  });

  test.each(['before', 'after'])(
    'locks where it cannot look for requests any more, as made %s the unlock',
    async (when) => {
      using vault = await aVault({ ports: { background: true } });
      const file = join(vault.folder, LOCK_REQUEST_FILE);
      if (when === 'before') {
        vault.lock();
        mkdirSync(file);
        await vault.unlock();
      } else {
        mkdirSync(file);
        await pass(vault.clock, LOOK_MS);
      }
      expect(await isOpen(vault)).toBe(false);
    },
  );

  test('locks at once on demand, and again for nothing', async () => {
    using vault = await aVault({ ports: { background: true } });
    await vault.client.vault.lock({ command: aCommand() });
    await vault.client.vault.lock({ command: aCommand() });
    expect(await isOpen(vault)).toBe(false);
  });
});

test('drafts come back after an idle lock', async () => {
  using vault = await aVault({ ports: { background: true } });
  const report = aReport().of('https://site.example/a').build();
  const { cases } = await vault.client.intake.report({ command: aCommand(), report });
  const id = cases[0]!.id;
  const json = '{"note":"half a sent"}';
  await vault.client.review.saveDraft({ case: id, draft: { json } });
  await pass(vault.clock, IDLE_MS);
  expect(await isOpen(vault)).toBe(false);
  await vault.unlock();
  expect((await vault.client.review.case({ id })).draft?.json).toBe(json);
  await vault.client.review.saveDraft({ case: id, draft: null });
  expect((await vault.client.review.case({ id })).draft).toBe(null);
});

test('putting the lock off by staying needs no more than the duty to work', () => {
  expect(metaOf(['vault', 'active'])).toEqual({ duty: 'work', repeatable: true });
});

describe('a jump of the clock', () => {
  test('leaves an entry of the workstation, forward and back; time that passes leaves none', async () => {
    const clock = new ManualClock(Date.now());
    using vault = await aVault({ ports: { clock, background: true } });
    await nextTurn();
    await pass(clock, 4 * LOOK_MS);
    clock.jump(-HOUR_MS);
    await pass(clock, LOOK_MS);
    clock.jump(2 * HOUR_MS);
    await pass(clock, LOOK_MS);
    await vault.unlock();
    const { entries } = await vault.client.audit.entries({ kind: 'clock.jumped' });
    expect(entries.map(({ data, actor }) => [data, actor.name])).toEqual([
      [{ byMs: 2 * HOUR_MS }, 'this workstation'],
      [{ byMs: -HOUR_MS }, 'this workstation'],
    ]);
  });
});
