import { randomBytes } from 'node:crypto';
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { generateX25519Identity } from 'age-encryption';
import { describe, expect, test } from 'vitest';
import { uuidv7 } from '../../../../shared/domain/ids.ts';
import { verifyExport } from '../../../../shared/ledger/export-file.ts';
import { recoverySigningKey } from '../../../../src-main/engine/keys/recovery.ts';
import { nodeLedgerCrypto } from '../../../../src-main/engine/keys/signing-key.ts';
import { aCommand } from '../../../support/a-command.ts';
import { aReport } from '../../../support/a-report.ts';
import { type AVault, anEngine, aVault, HOTLINE, PASSPHRASE, PERSON } from '../../../support/a-vault.ts';
import { enrolled } from '../../../support/colleagues.ts';
import { failureOf } from '../../../support/failure-of.ts';
import { dropTriggers, Forger, holderOf } from '../../../support/forger.ts';
import { problemsOf } from '../../../support/problems-of.ts';
import { inDatabaseOf } from '../../../support/vault-database.ts';

const NEW = 'a new passphrase after the loss';

const recover = (vault: AVault, name = 'Rita Rescue') =>
  vault.client.vault.recover({ identity: vault.recovery.identity, name, passphrase: NEW });

const lose = (vault: AVault, ...names: string[]) => {
  for (const name of names) rmSync(join(vault.folder, name));
};

async function exported(vault: AVault): Promise<string[]> {
  const lines: string[] = [];
  for await (const piece of await vault.client.audit.export()) lines.push(...piece.lines);
  return lines;
}

/** A vault with a report in it, whose people have all forgotten their passphrases. */
async function lockedVault(): Promise<AVault> {
  const vault = await aVault();
  await enrolled(vault, 'Ann', 'analyst');
  const report = aReport().of('https://kept.example/').build();
  await vault.client.intake.report({ command: aCommand(), report });
  vault.lock();
  return vault;
}

describe('the recovery key', () => {
  test('opens the vault after every passphrase is lost, with everything in it', async () => {
    using vault = await lockedVault();
    const { person } = await recover(vault);
    const { total } = await vault.client.review.queue({});
    expect({ name: person.name, role: person.role, total }).toEqual({
      name: 'Rita Rescue',
      role: 'supervisor',
      total: 1,
    });
    expect((await vault.client.people.list()).map(({ name, state }) => [name, state])).toEqual([
      ['Ann', 'enrolled'],
      ['Rita Rescue', 'enrolled'],
      [PERSON, 'enrolled'],
    ]);
    vault.lock();
    const session = await vault.client.vault.unlock({ name: 'Rita Rescue', passphrase: NEW });
    expect(session.person).toEqual(person);
  });

  test.each([PERSON, 'Ann'])(
    'makes somebody new and never takes the place of %s, who is there',
    async (name) => {
      using vault = await lockedVault();
      expect(await failureOf(recover(vault, name))).toEqual({
        code: 'CONFLICT',
        data: { reason: 'person-name-taken' },
      });
      expect((await recover(vault)).person.name).toBe('Rita Rescue');
      expect(await problemsOf(vault.client)).toEqual([]);
    },
  );

  test('opens it after keyring and device secret are gone too, and the others are invited again', async () => {
    using vault = await lockedVault();
    lose(vault, 'keyring.json', 'device-secret');
    const { client, engine } = anEngine(vault.folder, { clock: vault.clock });
    const session = await client.vault.recover({
      identity: vault.recovery.identity,
      name: 'Rita Rescue',
      passphrase: NEW,
    });
    const people = await client.people.list();
    const ann = people.find(({ name }) => name === 'Ann')!;
    const { code } = await client.people.setRole({ command: aCommand(), person: ann.id, role: 'analyst' });
    await client.vault.enrol({ name: 'Ann', code, passphrase: PASSPHRASE });
    const problems = await problemsOf(client);
    engine.close();
    const annAgain = await client.vault.unlock({ name: 'Ann', passphrase: PASSPHRASE });
    engine.close();
    expect({
      role: session.person.role,
      states: people.map(({ name, state }) => [name, state]),
      ann: annAgain.person.role,
      problems,
    }).toEqual({
      role: 'supervisor',
      states: [
        ['Ann', 'invited'],
        ['Rita Rescue', 'enrolled'],
        [PERSON, 'invited'],
      ],
      ann: 'analyst',
      problems: [],
    });
  });

  test('is taken with blanks around it', async () => {
    using vault = await lockedVault();
    const identity = `\n ${vault.recovery.identity} \n`;
    const session = await vault.client.vault.recover({ identity, name: 'Rita', passphrase: NEW });
    expect([session.person.role, await problemsOf(vault.client)]).toEqual(['supervisor', []]);
  });

  test.each<[string, (vault: AVault) => string | Promise<string>]>([
    ['another identity', () => generateX25519Identity()],
    ['the recipient instead of the identity', (vault) => vault.recovery.recipient],
    ['nothing', () => ''],
    ['words', () => 'AGE-SECRET-KEY-1NOTAKEY'],
    [
      'the identity with one letter changed',
      ({ recovery: { identity } }) => `${identity.slice(0, -1)}${identity.endsWith('Q') ? 'P' : 'Q'}`,
    ],
  ])('is not %s, which lets no person in and is noted', async (_what, identityOf) => {
    using vault = await lockedVault();
    const identity = await identityOf(vault);
    const failure = await failureOf(
      vault.client.vault.recover({ identity, name: 'Mallory', passphrase: NEW }),
    );
    expect(failure).toEqual({ code: 'WRONG_PASSPHRASE', data: { retryInMs: 0 } });
    await vault.unlock();
    const { entries } = await vault.client.audit.entries({ limit: 2 });
    expect(entries.map(({ kind, data }) => [kind, data.name])).toEqual([
      ['session.unlocked', undefined],
      ['session.unlock-failed', 'Mallory'],
    ]);
    expect((await vault.client.people.list()).map(({ name }) => name)).toEqual(['Ann', PERSON]);
  });

  test('does not work while a person is at work, nor without its file', async () => {
    using vault = await aVault();
    expect(await failureOf(recover(vault))).toEqual({
      code: 'CONFLICT',
      data: { reason: 'at-work' },
    });
    vault.lock();
    lose(vault, ...readdirSync(vault.folder).filter((name) => name.startsWith('recovery-')));
    expect(await failureOf(recover(vault))).toEqual({
      code: 'NOT_FOUND',
      data: { what: 'recovery-file' },
    });
  });

  test('of another vault opens nothing here', async () => {
    using vault = await lockedVault();
    using other = await aVault();
    const { identity } = other.recovery;
    const failure = await failureOf(vault.client.vault.recover({ identity, name: 'Rita', passphrase: NEW }));
    expect(failure.code).toBe('WRONG_PASSPHRASE');
  });

  test('is waited for after wrong tries like a passphrase', async () => {
    using vault = await lockedVault();
    for (let attempt = 0; attempt < 3; attempt++) {
      await failureOf(vault.client.vault.recover({ identity: '', name: 'Mallory', passphrase: NEW }));
    }
    expect(await failureOf(recover(vault))).toEqual({ code: 'SLOW_DOWN', data: { retryInMs: 1000 } });
    vault.clock.advance(1000);
    expect((await recover(vault)).person.name).toBe('Rita Rescue');
  });
});

describe('the entry of a recovery', () => {
  test('is signed by the recovery key, names whom it made, and stands before anything they did', async () => {
    using vault = await lockedVault();
    const { person } = await recover(vault);
    const { entries } = await vault.client.audit.entries({ limit: 2 });
    const { id, name, role, publicKey } = person;
    expect(entries.map(({ kind, data, actor }) => ({ kind, data, by: actor.name })).reverse()).toEqual([
      { kind: 'vault.recovered', data: { person: id, name, role, publicKey }, by: 'the recovery key' },
      { kind: 'session.unlocked', data: { host: 'cli' }, by: 'Rita Rescue' },
    ]);
    expect(await problemsOf(vault.client)).toEqual([]);
    const { problems } = await verifyExport(await exported(vault), nodeLedgerCrypto);
    expect(problems).toEqual([]);
  });

  test('cannot be left out: without it nothing the recovered supervisor signed holds', async () => {
    using vault = await lockedVault();
    await recover(vault);
    await enrolled(vault, 'Bob', 'analyst');
    vault.lock();
    await inDatabaseOf(vault.folder, (db) => {
      dropTriggers(db);
      const forger = new Forger(db, vault.clock);
      forger.rewrite(forger.lines().filter((line) => !line.includes('"vault.recovered"')));
    });
    await vault.client.vault.unlock({ name: 'Rita Rescue', passphrase: NEW });
    const problems = await problemsOf(vault.client);
    expect(problems.map(({ what }) => what)).toContain('is signed by somebody nobody added');
  });

  test('signed by anybody else’s key is named', async () => {
    using vault = await lockedVault();
    const keys = [
      (await holderOf(vault.folder, PERSON)).key,
      recoverySigningKey(await generateX25519Identity()),
    ];
    await inDatabaseOf(vault.folder, (db) => {
      const forger = new Forger(db, vault.clock);
      for (const { sign } of [...keys, forger.deviceKey]) {
        const data = {
          person: uuidv7(0, randomBytes(10)),
          role: 'supervisor',
          publicKey: keys[0]!.publicKeyText,
        };
        forger.ledgerAs(vault.session.person.id, keys[0]!).byRecovery('vault.recovered', data, sign);
      }
    });
    await vault.unlock();
    expect((await problemsOf(vault.client)).map(({ what }) => what)).toEqual(
      [1, 2, 3].map(() => "the recovery key's signature does not fit"),
    );
  });
});

test('a vault made where the keyring of another was lost leaves that one to its recovery key', async () => {
  using vault = await lockedVault();
  lose(vault, 'keyring.json');
  const { engine, client } = anEngine(vault.folder, { clock: vault.clock });
  await client.vault.create({ hotline: HOTLINE, name: 'Somebody New', passphrase: PASSPHRASE });
  engine.close();
  expect(await failureOf(recover(vault))).toEqual({
    code: 'CONFLICT',
    data: { reason: 'keyring-of-another-vault' },
  });
  lose(vault, 'keyring.json');
  const { person } = await recover(vault);
  expect([person.role, (await vault.client.review.queue({})).total]).toEqual(['supervisor', 1]);
});
