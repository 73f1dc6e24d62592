import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { MemoryDeviceSecret } from '../../../../src-main/ports/device-secret.ts';
import { aCommand } from '../../../support/a-command.ts';
import { aFolder } from '../../../support/a-folder.ts';
import { anEngine, aVault, HOTLINE, PASSPHRASE, PERSON } from '../../../support/a-vault.ts';
import { failureOf } from '../../../support/failure-of.ts';
import { dropTriggers } from '../../../support/forger.ts';
import { countIn, databasePathOf, inDatabaseOf, keyringOf } from '../../../support/vault-database.ts';

describe('a new vault', () => {
  test('is absent, then open, then locked, and says so to everybody', async () => {
    using folder = aFolder();
    const { engine, client } = anEngine(join(folder.path, 'new'));
    const states = [(await client.vault.hello()).vault];
    await client.vault.create({ hotline: HOTLINE, name: PERSON, passphrase: PASSPHRASE });
    states.push((await client.vault.hello()).vault);
    engine.close();
    states.push((await client.vault.hello()).vault);
    expect(states).toEqual(['absent', 'open', 'locked']);
  });

  test('names its hotline, its first supervisor and its policy in the session', async () => {
    using vault = await aVault({ isNew: true });
    const { person, hotline, sample, policy, members, device } = vault.session;
    expect({ person, hotline, sample, policy: [policy.id, policy.version], members: members.format }).toEqual(
      {
        person: { id: person.id, name: PERSON, role: 'supervisor', publicKey: person.publicKey },
        hotline: { name: HOTLINE, country: 'BE' },
        sample: false,
        policy: ['be-2017', 1],
        members: 'hashline-members/1',
      },
    );
    expect(keyringOf(vault.folder).device).toBe(device);
    expect(await vault.client.vault.session()).toEqual(vault.session);
  });

  test('leaves a keyring, a device secret and an encrypted database that only their owner can read', async () => {
    using vault = await aVault({ isNew: true });
    vault.lock();
    const modes = readdirSync(vault.folder).map((name) => [
      name.replace(/-[0-9a-f]{12}(?=\.)/, '-x'),
      (statSync(join(vault.folder, name)).mode & 0o077).toString(8),
    ]);
    expect(Object.fromEntries(modes)).toEqual({
      'device-secret': '0',
      'keyring.json': '0',
      'recovery-x.age': '0',
      'seat.json': '0',
      'vault-x.db': '0',
    });
    expect(statSync(vault.folder).mode & 0o777).toBe(0o700);
  });

  test('is not made over one that is there', async () => {
    using vault = await aVault({ isNew: true });
    vault.lock();
    const before = readFileSync(join(vault.folder, 'keyring.json'), 'utf8');
    expect(
      await failureOf(vault.client.vault.create({ hotline: 'Other', name: 'Other', passphrase: PASSPHRASE })),
    ).toEqual({ code: 'CONFLICT', data: { reason: 'vault-exists' } });
    expect(readFileSync(join(vault.folder, 'keyring.json'), 'utf8')).toBe(before);
  });

  test('needs a policy that is there', async () => {
    using folder = aFolder();
    const { client } = anEngine(folder.path);
    expect(
      await failureOf(
        client.vault.create({ hotline: HOTLINE, name: PERSON, passphrase: PASSPHRASE, policy: 'nowhere' }),
      ),
    ).toEqual({ code: 'NOT_FOUND', data: { what: 'policy', id: 'nowhere' } });
    expect(readdirSync(folder.path)).toEqual([]);
  });

  test('of which nothing but the database was written before a crash is made afresh', async () => {
    using vault = await aVault({ isNew: true });
    vault.lock();
    rmSync(join(vault.folder, 'keyring.json'));
    const { engine, client } = anEngine(vault.folder);
    await client.vault.create({ hotline: HOTLINE, name: PERSON, passphrase: PASSPHRASE });
    engine.close();
    expect(readdirSync(vault.folder).filter((name) => name.endsWith('.db')).length).toBe(2);
  });

  test('filled with the samples has a queue to try', async () => {
    using vault = await aVault({ sample: true });
    expect(vault.session.sample).toBe(true);
    const { total } = await vault.client.review.queue({});
    expect(total).toBeGreaterThan(50);
    expect((await vault.client.intake.batches()).map((batch) => batch.state)).toEqual([
      'done',
      'done',
      'done',
    ]);
  });

  test('made twice at once is made once', async () => {
    using folder = aFolder();
    const { engine, client } = anEngine(folder.path);
    const make = (name: string) => client.vault.create({ hotline: HOTLINE, name, passphrase: PASSPHRASE });
    const results = await Promise.allSettled([make('Ann'), make('Bob')]);
    expect(results.map((result) => result.status)).toEqual(['fulfilled', 'rejected']);
    expect((await client.vault.people()).map((person) => person.name)).toEqual(['Ann']);
    engine.close();
  });
});

describe('unlocking', () => {
  test('gives the same session again, and twice at once gives it twice', async () => {
    using vault = await aVault();
    vault.lock();
    const [one, other] = await Promise.all([vault.unlock(), vault.unlock()]);
    expect([one, other]).toEqual([vault.session, vault.session]);
  });

  test.each([
    ['a wrong passphrase', PERSON, `${PASSPHRASE}x`],
    ['an empty passphrase', PERSON, ''],
    ['somebody unknown', 'Nobody', PASSPHRASE],
  ])('with %s is refused', async (_what, name, passphrase) => {
    using vault = await aVault();
    vault.lock();
    expect(await failureOf(vault.client.vault.unlock({ name, passphrase }))).toEqual({
      code: 'WRONG_PASSPHRASE',
      data: { retryInMs: 0 },
    });
    expect((await vault.client.vault.hello()).vault).toBe('locked');
  });

  test('takes the passphrase in any Unicode normal form', async () => {
    using vault = await aVault({ passphrase: 'caf\u00e9 caf\u00e9 caf\u00e9' });
    vault.lock();
    const session = await vault.client.vault.unlock({
      name: PERSON,
      passphrase: 'cafe\u0301 cafe\u0301 cafe\u0301',
    });
    expect(session).toEqual(vault.session);
  });

  test("with another device's secret is refused like a wrong passphrase", async () => {
    using vault = await aVault();
    vault.lock();
    const { client } = anEngine(vault.folder, { deviceSecret: new MemoryDeviceSecret() });
    expect((await failureOf(client.vault.unlock({ name: PERSON, passphrase: PASSPHRASE }))).code).toBe(
      'WRONG_PASSPHRASE',
    );
  });

  test('without a device secret says that it is missing', async () => {
    using vault = await aVault();
    vault.lock();
    rmSync(join(vault.folder, 'device-secret'));
    expect(await failureOf(vault.unlock())).toEqual({
      code: 'INTEGRITY',
      data: { problem: 'device-secret-missing' },
    });
  });

  test('with a device secret cut short says that it is damaged', async () => {
    using vault = await aVault();
    vault.lock();
    writeFileSync(join(vault.folder, 'device-secret'), 'short');
    expect(await failureOf(vault.unlock())).toEqual({
      code: 'INTEGRITY',
      data: {
        problem: 'device-secret-damaged',
      },
    });
  });

  test('where there is no vault says so', async () => {
    using folder = aFolder();
    const { client } = anEngine(folder.path);
    expect(await failureOf(client.vault.unlock({ name: PERSON, passphrase: PASSPHRASE }))).toEqual({
      code: 'NOT_FOUND',
      data: { what: 'vault' },
    });
  });

  test('puts every failed attempt into the ledger once it succeeds, also those before a restart', async () => {
    using vault = await aVault();
    vault.lock();
    const attempts = [PERSON, 'Mallory', PERSON];
    for (const name of attempts) {
      const { client } = anEngine(vault.folder, { clock: vault.clock });
      await failureOf(client.vault.unlock({ name, passphrase: 'wrong wrong wrong' }));
      vault.clock.advance(60_000);
    }
    await vault.unlock();
    vault.lock();
    await vault.unlock();
    const { entries } = await vault.client.audit.entries({ kind: 'session.unlock-failed' });
    expect(entries.map((entry) => entry.data.name).reverse()).toEqual(attempts);
  });

  test('has to wait longer after each failed attempt from the third on, and is not looked at before', async () => {
    using vault = await aVault();
    vault.lock();
    const wrong = () =>
      failureOf(vault.client.vault.unlock({ name: PERSON, passphrase: 'wrong wrong wrong' }));
    const waits: unknown[] = [];
    for (let attempt = 0; attempt < 9; attempt++) {
      const { code, data } = await wrong();
      const { retryInMs } = data as { retryInMs: number };
      waits.push(`${code} ${retryInMs}`);
      vault.clock.advance(retryInMs);
    }
    await wrong();
    const { client } = anEngine(vault.folder, { clock: vault.clock });
    const elsewhere = await failureOf(client.vault.unlock({ name: PERSON, passphrase: PASSPHRASE }));
    vault.clock.jump(3_600_000);
    const early = await failureOf(vault.unlock());
    expect({ waits, early, elsewhere }).toEqual({
      waits: [0, 0, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000].map((ms) => `WRONG_PASSPHRASE ${ms}`),
      early: { code: 'SLOW_DOWN', data: { retryInMs: 30_000 } },
      elsewhere: { code: 'SLOW_DOWN', data: { retryInMs: 30_000 } },
    });
    vault.clock.advance(30_000);
    expect(await vault.unlock()).toEqual(vault.session);
  });

  test('asks for the passphrase also while the vault is open', async () => {
    using vault = await aVault();
    const wrong = vault.client.vault.unlock({ name: PERSON, passphrase: 'wrong wrong wrong' });
    expect((await failureOf(wrong)).code).toBe('WRONG_PASSPHRASE');
    expect(await vault.unlock()).toEqual(vault.session);
  });

  test('does not let another person in while one is at work', async () => {
    using vault = await aVault();
    const { code } = await vault.client.people.add({ command: aCommand(), name: 'Other', role: 'analyst' });
    await vault.client.vault.enrol({ name: 'Other', code, passphrase: PASSPHRASE });
    expect(await failureOf(vault.client.vault.unlock({ name: 'Other', passphrase: PASSPHRASE }))).toEqual({
      code: 'CONFLICT',
      data: { reason: 'another-at-work' },
    });
  });
});

describe('a locked vault', () => {
  test('refuses everything that needs it, with LOCKED', async () => {
    using vault = await aVault();
    vault.lock();
    const { client } = vault;
    const calls = [
      client.vault.session(),
      client.people.list(),
      client.intake.batches(),
      client.intake.open({ name: 'a.csv', sizeBytes: 1 }),
      client.matching.lookup({ algorithm: 'md5', value: '0'.repeat(32) }),
      client.review.queue({}),
      client.review.counts(),
      client.referral.outbox({}),
      client.referral.destinations(),
      client.referral.refreshTakedowns(),
      client.audit.entries({}),
      client.audit.checkpoint(),
      client.audit.verify(),
      client.audit.export(),
      client.insight.summary({}),
    ];
    const codes = await Promise.all(calls.map(async (call) => (await failureOf(call)).code));
    expect(codes).toEqual(calls.map(() => 'LOCKED'));
  });

  test('can be locked again, and says who works here', async () => {
    using vault = await aVault();
    expect(await vault.client.vault.lock({ command: aCommand() })).toEqual({ locked: true });
    expect(await vault.client.vault.lock({ command: aCommand() })).toEqual({ locked: true });
    expect(await vault.client.vault.people()).toEqual([
      { id: vault.session.person.id, name: PERSON, role: 'supervisor', state: 'enrolled' },
    ]);
  });

  test('leaves the write-ahead log empty or gone, and no key in the folder', async () => {
    using vault = await aVault();
    vault.lock();
    const names = readdirSync(vault.folder).filter((name) => name.endsWith('-wal') || name.endsWith('-shm'));
    expect(names).toEqual([]);
  });

  test('tells its watchers', async () => {
    using vault = await aVault();
    const stop = new AbortController();
    const topics = await vault.client.vault.watch(undefined, { signal: stop.signal });
    const first = topics.next();
    await wait(20);
    vault.lock();
    expect((await first).value).toContain('vault');
    stop.abort();
  });
});

test('a command sent again answers the same and does nothing', async () => {
  using vault = await aVault();
  const { client } = vault;
  const report = {
    command: aCommand(),
    report: {
      receivedAt: null,
      channel: 'phone' as const,
      subjects: [{ kind: 'url' as const, url: 'https://site.example/a' }],
    },
  };
  const first = await client.intake.report(report);
  const ledgerBefore = (await client.audit.entries({})).total;
  const again = await client.intake.report(report);
  await vault.restart();
  const afterRestart = await vault.client.intake.report(report);
  expect([again, afterRestart]).toEqual([first, first]);
  expect((await vault.client.audit.entries({ kind: 'intake.reported' })).total).toBe(1);
  expect((await vault.client.audit.entries({})).total).toBe(ledgerBefore + 2); // lock and unlock
  vault.lock();
  expect(await inDatabaseOf(vault.folder, (db) => countIn(db, 'SELECT count(*) AS n FROM reports'))).toBe(1);
});

test('one command id for two different things is a conflict, and the second is not done', async () => {
  using vault = await aVault();
  const command = aCommand();
  const { cases } = await vault.client.intake.report({
    command,
    report: {
      receivedAt: null,
      channel: 'phone',
      subjects: [{ kind: 'url', url: 'https://site.example/a' }],
    },
  });
  const id = cases[0]!.id;
  expect((await failureOf(vault.client.review.claim({ command, id }))).code).toBe('CONFLICT');
  expect((await vault.client.review.case({ id })).summary.claimedBy).toBe(null);
});

test('a database of another vault is refused', async () => {
  using one = await aVault();
  using other = await aVault();
  one.lock();
  other.lock();
  writeFileSync(databasePathOf(one.folder), readFileSync(databasePathOf(other.folder)));
  expect(await failureOf(one.unlock())).toEqual({
    code: 'INTEGRITY',
    data: { problem: 'database-damaged' },
  });
});

test('a database whose person has another role than the keyring says is refused', async () => {
  using vault = await aVault();
  vault.lock();
  await inDatabaseOf(vault.folder, (db) =>
    db.execute("DROP TRIGGER people_changed_by_another_supervisor; UPDATE people SET role = 'auditor'"),
  );
  expect(await failureOf(vault.unlock())).toEqual({
    code: 'INTEGRITY',
    data: { problem: 'keyring-disagrees' },
  });
});

test('a policy that no longer holds stops the unlocking and names the place', async () => {
  using vault = await aVault();
  vault.lock();
  await inDatabaseOf(vault.folder, (db) => {
    dropTriggers(db);
    db.execute(`UPDATE policies SET body = json_set(body, '$.courier.maxAttempts', 0)`);
  });
  const { code, data } = await failureOf(vault.unlock());
  expect({ code, data }).toEqual({
    code: 'INTEGRITY',
    data: {
      problem: 'policy-invalid',
      at: 'courier.maxAttempts',
      why: 'Too small: expected number to be >0',
    },
  });
});

describe('the workstation', () => {
  test('tells at the door who unlocked last and which language was chosen, and keeps both over a start', async () => {
    using folder = aFolder();
    const { engine, client } = anEngine(join(folder.path, 'new'));
    const seats = [(await client.vault.hello()).seat];
    await client.vault.speak({ language: 'fr' });
    const { person } = await client.vault.create({ hotline: HOTLINE, name: PERSON, passphrase: PASSPHRASE });
    engine.close();
    const again = anEngine(join(folder.path, 'new'));
    seats.push((await again.client.vault.hello()).seat);
    again.engine.close();
    expect(seats).toEqual([
      { language: null, lastPerson: null, waiting: null },
      { language: 'fr', lastPerson: person.id, waiting: null },
    ]);
    await expect(client.vault.speak({ language: 'x<' })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  });
});
