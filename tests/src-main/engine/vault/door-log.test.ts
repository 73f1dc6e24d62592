import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { DoorLog } from '../../../../src-main/engine/vault/door-log.ts';
import { ManualClock } from '../../../../src-main/ports/clock.ts';
import { FolderFiles, MemoryFiles } from '../../../../src-main/ports/files.ts';
import { seededRandom } from '../../../../tools/fake-data.ts';
import { aCommand } from '../../../support/a-command.ts';
import { type AVault, anEngine, aVault, PASSPHRASE, PERSON } from '../../../support/a-vault.ts';
import { failureOf } from '../../../support/failure-of.ts';
import { FailingFiles } from '../../../support/files-that-fail.ts';
import { problemsOf } from '../../../support/problems-of.ts';
import { syntheticPicture } from '../../../support/synthetic-picture.ts';

const HOUR_MS = 3_600_000;
const YEAR_MS = 365 * 24 * HOUR_MS;

/** How long the door says one has to wait now. */
function waitOf(door: DoorLog): number {
  try {
    door.admit();
    return 0;
  } catch (error) {
    const { failure } = error as { failure: { code: string; data: { retryInMs: number } } };
    if (failure.code !== 'SLOW_DOWN') throw error;
    return failure.data.retryInMs;
  }
}

function aDoor() {
  const files = new MemoryFiles();
  const clock = new ManualClock();
  return { files, clock, door: new DoorLog(files, clock), again: () => new DoorLog(files, clock) };
}

describe('the wait after wrong tries', () => {
  test('doubles from the third try on and ends at thirty seconds', () => {
    const { door, clock } = aDoor();
    const waits = Array.from({ length: 12 }, () => {
      const wait = door.failed('Sam');
      clock.advance(wait);
      return wait;
    });
    expect(waits).toEqual([0, 0, 1000, 2000, 4000, 8000, 16_000, ...Array(5).fill(30_000)]);
  });

  test('runs on the monotonic clock: no setting of the time shortens or lengthens it', () => {
    const { door, clock } = aDoor();
    for (let attempt = 0; attempt < 8; attempt++) door.failed('Sam');
    for (const jump of [HOUR_MS, -HOUR_MS, YEAR_MS, -10 * YEAR_MS, 10 * YEAR_MS]) {
      clock.jump(jump);
      expect(waitOf(door)).toBe(30_000);
    }
    clock.advance(29_999);
    expect(waitOf(door)).toBe(1);
    clock.advance(1);
    expect(waitOf(door)).toBe(0);
  });

  test('goes on in another program, and no restart makes it shorter or longer', () => {
    const { door, clock, again } = aDoor();
    for (let attempt = 0; attempt < 5; attempt++) door.failed('Sam');
    clock.advance(3000);
    expect([waitOf(door), waitOf(again()), waitOf(again())]).toEqual([1000, 1000, 1000]);
    clock.advance(1000);
    expect([waitOf(door), waitOf(again())]).toEqual([0, 0]);
  });

  test('lets a person in at last who comes with a new program each time', () => {
    const { clock, again } = aDoor();
    const waits = Array.from({ length: 8 }, () => {
      const before = waitOf(again());
      clock.advance(before);
      again().failed('Sam');
      return before;
    });
    expect(waits).toEqual([0, 0, 0, 1000, 2000, 4000, 8000, 16_000]);
  });

  test('is counted from now, once, where the time was set back between two programs', () => {
    const { door, clock, again } = aDoor();
    for (let attempt = 0; attempt < 8; attempt++) door.failed('Sam');
    clock.jump(-10 * YEAR_MS);
    expect(waitOf(again())).toBe(30_000);
    clock.advance(20_000);
    expect(waitOf(again())).toBe(10_000);
  });

  test('is over once a person got in', () => {
    const { door, again } = aDoor();
    for (let attempt = 0; attempt < 8; attempt++) door.failed('Sam');
    door.forget();
    expect([waitOf(door), waitOf(again()), door.failed('Sam')]).toEqual([0, 0, 0]);
  });

  test('is no shorter for an administrator’s visit', () => {
    const { door } = aDoor();
    for (let attempt = 0; attempt < 4; attempt++) door.failed('Sam');
    door.administratorSeen('Adi');
    expect([
      waitOf(door),
      door
        .events()
        .map(({ kind }) => kind)
        .slice(3),
    ]).toEqual([2000, ['session.unlock-failed', 'session.administrator-seen']]);
  });
});

test('what happened at the door is kept in order, a thousand at most, the last of them', () => {
  const { door } = aDoor();
  for (let attempt = 0; attempt < 1005; attempt++) door.failed(`try ${attempt}`);
  const names = door.events().map(({ name }) => name);
  expect([names.length, names[0], names.at(-1)]).toEqual([1000, 'try 5', 'try 1004']);
});

const doorFile = (vault: AVault): string => join(vault.folder, 'door.json');
const state = (events: unknown[], failures: unknown = 0): string =>
  JSON.stringify({ format: 'hashline-door/1', failures, failedAt: null, events });
const event = (members: Record<string, unknown>) => ({
  kind: 'session.unlock-failed',
  name: 'Sam',
  at: '2026-11-21T09:00:00.000Z',
  ...members,
});

const picture = Buffer.from(syntheticPicture('png', seededRandom(4))).toString('base64');

describe('a door log that was damaged or forged', () => {
  test.each<[string, string | Uint8Array]>([
    ['is empty', ''],
    ['is no JSON', '{"format":'],
    ['is not UTF-8', Uint8Array.of(0xff, 0xfe, 0x00)],
    ['is another thing', '[]'],
    ['counts below nothing', state([], -1)],
    ['counts in fractions', state([], 1.5)],
    ['counts far too many', state([], Number.MAX_SAFE_INTEGER)],
    ['holds an event nobody knows', state([event({ kind: 'vault.created' })])],
    ['holds half a character', state([event({ name: '\ud800' })])],
    ['holds a name without end', state([event({ name: 'x'.repeat(100_000) })])],
    ['holds a picture', state([event({ name: picture })])],
    ['holds control characters', state([event({ name: 'Sam\u0000' })])],
    ['holds a moment that is none', state([event({ at: 'yesterday' })])],
    ['holds more events than are kept', state(Array(3000).fill(event({})))],
    [
      'is deeper than anything',
      `{"format":"hashline-door/1","failures":0,"failedAt":null,"events":${'['.repeat(50_000)}`,
    ],
  ])(
    'and %s locks nobody out for longer than the longest wait, and the record stays whole',
    async (_what, content) => {
      using vault = await aVault();
      vault.lock();
      writeFileSync(doorFile(vault), content);
      const clock = new ManualClock(vault.clock.nowMs());
      const { engine, client } = anEngine(vault.folder, { clock });
      clock.advance(30_000);
      const session = await client.vault.unlock({ name: PERSON, passphrase: PASSPHRASE });
      const problems = await problemsOf(client);
      const { entries } = await client.audit.entries({ kind: 'session.unlock-failed' });
      engine.close();
      expect({
        name: session.person.name,
        problems,
        written: JSON.stringify(entries).length < 500_000,
      }).toEqual({
        name: PERSON,
        problems: [],
        written: true,
      });
      expect(JSON.stringify(entries)).not.toContain(picture.slice(0, 40));
    },
  );

  test('keeps up the longest wait where it cannot be read', async () => {
    using vault = await aVault();
    vault.lock();
    writeFileSync(doorFile(vault), 'damaged');
    const { client } = anEngine(vault.folder, { clock: vault.clock });
    expect(await failureOf(client.vault.unlock({ name: PERSON, passphrase: PASSPHRASE }))).toEqual({
      code: 'SLOW_DOWN',
      data: { retryInMs: 30_000 },
    });
  });

  test('or taken away altogether ends the wait after a restart, which is said in SECURITY.md', async () => {
    using vault = await aVault();
    vault.lock();
    for (let attempt = 0; attempt < 3; attempt++) {
      await failureOf(vault.client.vault.unlock({ name: PERSON, passphrase: 'wrong wrong wrong' }));
    }
    expect(existsSync(doorFile(vault))).toBe(true);
    rmSync(doorFile(vault));
    const { client, engine } = anEngine(vault.folder, { clock: vault.clock });
    expect((await client.vault.unlock({ name: PERSON, passphrase: PASSPHRASE })).person.name).toBe(PERSON);
    engine.close();
  });

  test('replaced by a folder stops no start of the program and says what is wrong', async () => {
    using vault = await aVault();
    vault.lock();
    mkdirSync(doorFile(vault));
    const { client } = anEngine(vault.folder, { clock: vault.clock });
    vault.clock.advance(30_000);
    expect([
      (await client.vault.hello()).vault,
      (await failureOf(client.vault.unlock({ name: PERSON, passphrase: PASSPHRASE }))).code,
    ]).toEqual(['locked', 'STORAGE']);
    rmSync(doorFile(vault), { recursive: true });
    expect((await client.vault.unlock({ name: PERSON, passphrase: PASSPHRASE })).person.name).toBe(PERSON);
    await client.vault.lock({ command: aCommand() });
  });
});

test('failures and visits reach the ledger once, as the workstation’s own entries, in their order', async () => {
  using vault = await aVault();
  vault.lock();
  const names = [PERSON, 'Mallory', PERSON];
  for (const name of names) {
    await failureOf(vault.client.vault.unlock({ name, passphrase: 'wrong wrong wrong' }));
    vault.clock.advance(30_000);
  }
  await vault.unlock();
  vault.lock();
  await vault.unlock();
  const { entries } = await vault.client.audit.entries({ kind: 'session.unlock-failed' });
  expect(entries.map(({ data, actor }) => [data.name, actor.name]).reverse()).toEqual(
    names.map((name) => [name, 'this workstation']),
  );
  expect(await problemsOf(vault.client)).toEqual([]);
  expect(JSON.parse(readFileSync(doorFile(vault), 'utf8'))).toEqual({
    format: 'hashline-door/1',
    failures: 0,
    failedAt: null,
    events: [],
  });
});

/** Files of which none can be removed for now. */
class StickyFiles extends FailingFiles {
  isSticky = false;

  override remove(name: string): void {
    if (this.isSticky && name === 'door.json')
      throw Object.assign(new Error('EIO: i/o error'), { code: 'EIO', syscall: 'unlink' });
    super.remove(name);
  }
}

test.each([
  ['for which no room is left removes them with their file', false, ['Mallory']],
  ['that cannot forget them writes them twice rather than never', true, ['Mallory', 'Mallory']],
])('an unlock %s', async (_, isSticky, recorded) => {
  using vault = await aVault();
  const files = new StickyFiles(new FolderFiles(vault.folder));
  await vault.restart({ files });
  vault.lock();
  await failureOf(vault.client.vault.unlock({ name: 'Mallory', passphrase: 'wrong wrong wrong' }));
  files.failNext('door.json', 'before');
  files.isSticky = isSticky;
  if (isSticky) expect((await failureOf(vault.unlock())).code).toBe('STORAGE');
  files.isSticky = false;
  await vault.unlock();
  const { entries } = await vault.client.audit.entries({ kind: 'session.unlock-failed' });
  expect(entries.map(({ data }) => data.name)).toEqual(recorded);
  expect(await problemsOf(vault.client)).toEqual([]);
});
