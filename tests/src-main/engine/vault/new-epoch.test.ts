import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { contentKeyOf } from '../../../../src-main/engine/keys/person-keys.ts';
import { newRecoveryKey, openRecovery, stateRecipient } from '../../../../src-main/engine/keys/recovery.ts';
import { openSealed, sealingPublicKey } from '../../../../src-main/engine/keys/sealing-key.ts';
import { signingKeyFrom } from '../../../../src-main/engine/keys/signing-key.ts';
import { Database } from '../../../../src-main/engine/storage/database.ts';
import { withNextKey } from '../../../../src-main/engine/vault/new-epoch.ts';
import { systemEntropy } from '../../../../src-main/ports/entropy.ts';
import { FolderFiles } from '../../../../src-main/ports/files.ts';
import { aCommand } from '../../../support/a-command.ts';
import { type AVault, aVault, PASSPHRASE, PERSON } from '../../../support/a-vault.ts';
import { atWork, type Colleague, enrolled, invited } from '../../../support/colleagues.ts';
import { failureOf } from '../../../support/failure-of.ts';
import { FailingFiles } from '../../../support/files-that-fail.ts';
import { keysOf, memberOf, writeKeyring } from '../../../support/forged-people.ts';
import { problemsOf } from '../../../support/problems-of.ts';
import { databaseOf, databasePathOf, keyringOf } from '../../../support/vault-database.ts';

const disable = (vault: AVault, { id }: Colleague) =>
  vault.client.people.disable({ command: aCommand(), person: id });
const reset = (vault: AVault, { id }: Colleague) =>
  vault.client.people.setRole({ command: aCommand(), person: id, role: 'analyst' });

/** The key with which a person opens the database, as they could keep it. */
const contentKeyOfPerson = async ({ folder }: AVault, name: string): Promise<Uint8Array> =>
  (await keysOf(folder, name)).contentKey!;

/** Whether a program of one's own opens the database of a locked vault with this key. */
function opens({ folder }: AVault, key: Uint8Array): boolean {
  try {
    Database.open(databasePathOf(folder), key).close();
    return true;
  } catch {
    return false;
  }
}

describe.each([
  ['disabled', disable],
  ['invited anew', reset],
])('when a person is %s', (_what, change) => {
  test('what they kept opens the database no more, though it did before, and everybody else works on', async () => {
    using vault = await aVault({ staff: [['Eva', 'auditor']] });
    const ann = await enrolled(vault, 'Ann', 'analyst');
    const ian = await invited(vault, 'Ian', 'analyst');
    const kept = await contentKeyOfPerson(vault, 'Ann');
    vault.lock();
    const before = opens(vault, kept);
    await vault.unlock();
    await change(vault, ann);
    // The session goes on.
    const stillAtWork = (await vault.client.vault.session()).person.name;
    await vault.client.people.add({ command: aCommand(), name: 'Zed', role: 'analyst' });
    await vault.client.vault.enrol({ name: 'Ian', code: ian.code, passphrase: PASSPHRASE });
    vault.lock();
    expect([before, opens(vault, kept), stillAtWork]).toEqual([true, false, PERSON]);
    for (const name of ['Eva', 'Ian', PERSON]) expect((await atWork(vault, name)).person.name).toBe(name);
    expect(await problemsOf(vault.client)).toEqual([]);
  });

  test('the recovery key opens the vault, and a copy of the recovery file from before does not', async () => {
    using vault = await aVault();
    const ann = await enrolled(vault, 'Ann', 'analyst');
    const name = readdirSync(vault.folder).find((file) => file.startsWith('recovery-'))!;
    const copied = readFileSync(join(vault.folder, name));
    await change(vault, ann);
    vault.lock();
    const { identity } = vault.recovery;
    const present = readFileSync(join(vault.folder, name));
    const files = new FolderFiles(vault.folder);
    const opensWith = async (bytes: Uint8Array) => {
      writeFileSync(join(vault.folder, name), bytes);
      const recovered = await openRecovery(files, identity);
      return [opens(vault, recovered!.contentKey), recovered!.nextContentKey];
    };
    expect([await opensWith(copied), await opensWith(present)]).toEqual([
      [false, undefined],
      [true, undefined],
    ]);
    const recovered = await vault.client.vault.recover({ identity, name: 'Rita', passphrase: PASSPHRASE });
    expect([recovered.person.role, await problemsOf(vault.client)]).toEqual(['supervisor', []]);
  });
});

test('a person who never had a key to content takes none along: nothing is changed', async () => {
  using vault = await aVault();
  const adi = await enrolled(vault, 'Adi', 'administrator');
  const before = await contentKeyOfPerson(vault, PERSON);
  await disable(vault, adi);
  expect(await contentKeyOfPerson(vault, PERSON)).toEqual(before);
});

test('the vault rebuilt, the passphrase changed and the recovery key renewed after it have the new key', async () => {
  using vault = await aVault();
  await disable(vault, await enrolled(vault, 'Ann', 'analyst'));
  const next = `${PASSPHRASE} again`;
  await vault.client.vault.changePassphrase({ name: PERSON, passphrase: PASSPHRASE, next });
  const recovery = await newRecoveryKey();
  await vault.client.vault.changeRecoveryKey({ identity: recovery.identity, passphrase: next });
  await disable(vault, await enrolled(vault, 'Bob', 'analyst'));
  vault.lock();
  await vault.client.vault.unlock({ name: PERSON, passphrase: next });
  vault.lock();
  const recovered = await openRecovery(new FolderFiles(vault.folder), recovery.identity);
  expect(opens(vault, recovered!.contentKey)).toBe(true);
});

describe('somebody who prepares for their own disabling', () => {
  test('with a sealing key of another in the keyring gets no next key, and the other is told by their own lost access', async () => {
    using vault = await aVault();
    const ann = await enrolled(vault, 'Ann', 'analyst');
    await enrolled(vault, 'Bob', 'analyst');
    const hers = (await keysOf(vault.folder, 'Ann')).signingSeed;
    const bob = memberOf(vault.folder, 'Bob');
    writeKeyring(vault.folder, (keyring) => {
      const one = keyring.people.find(({ name }) => name === 'Bob')!;
      one.sealingKey = sealingPublicKey(one.id, hers, signingKeyFrom(hers).sign);
    });
    await disable(vault, ann);
    const sealed = keyringOf(vault.folder).people.flatMap(({ contentKey }) => contentKey ?? []);
    const opened = sealed.map((one) => openSealed(one, hers, contentKeyOf(bob)));
    expect([sealed.length, opened, keyringOf(vault.folder).people.map(({ name }) => name)]).toEqual([
      1,
      [null],
      [PERSON],
    ]);
  });

  test('with another sealing key for the supervisor does not shut her out: she is told, and the key stays', async () => {
    using vault = await aVault();
    const ann = await enrolled(vault, 'Ann', 'analyst');
    const hers = (await keysOf(vault.folder, 'Ann')).signingSeed;
    const there = readFileSync(join(vault.folder, 'keyring.json'));
    writeKeyring(vault.folder, (keyring) => {
      const one = keyring.people[0]!;
      one.sealingKey = sealingPublicKey(one.id, hers, signingKeyFrom(hers).sign);
    });
    expect(await failureOf(disable(vault, ann))).toEqual({
      code: 'INTEGRITY',
      data: { problem: 'keyring-disagrees' },
    });
    writeFileSync(join(vault.folder, 'keyring.json'), there);
    const kept = await contentKeyOfPerson(vault, 'Ann');
    vault.lock();
    const before = opens(vault, kept);
    await vault.unlock();
    vault.lock();
    expect([before, opens(vault, kept)]).toEqual([true, false]);
  });

  test('with a keyring put back at the last moment gets no next key: the record says who may read', async () => {
    using vault = await aVault({ staff: [['Eva', 'auditor']] });
    const ann = await enrolled(vault, 'Ann', 'analyst');
    const rob = await enrolled(vault, 'Rob', 'analyst');
    const old = keyringOf(vault.folder);
    const next = new Uint8Array(32).fill(7);
    const offered = () => {
      const { record, session } = vault.engine.context.vault.require();
      const { people } = record();
      return withNextKey(old, { people, device: session.device }, next, systemEntropy).people.map(
        ({ name }) => name,
      );
    };
    const before = offered();
    await disable(vault, ann);
    await reset(vault, rob);
    expect([before, offered()]).toEqual([
      [PERSON, 'Eva', 'Ann', 'Rob'],
      [PERSON, 'Eva'],
    ]);
  });

  test('with a recovery key of her own in the rows of the vault gets nothing sealed to it', async () => {
    using vault = await aVault();
    const ann = await enrolled(vault, 'Ann', 'analyst');
    vault.lock();
    const hers = await newRecoveryKey();
    const db = await databaseOf(vault.folder);
    db.prepare("UPDATE facts SET value = ? WHERE name = 'recovery-recipient'").run([stateRecipient(hers)]);
    db.close();
    await vault.unlock();
    const kept = await contentKeyOfPerson(vault, 'Ann');
    await disable(vault, ann);
    vault.lock();
    const recovered = await openRecovery(new FolderFiles(vault.folder), hers.identity);
    expect([recovered, opens(vault, kept)]).toEqual([null, false]);
  });
});

describe.each(['before', 'after'] as const)('a write that fails %s it is done', (when) => {
  // The keyring is written first by the change of people itself; the recovery file by its name.
  test.each([
    ['of the keyring, with both keys', 'keyring.json', 1],
    ['of the keyring, with the new key alone', 'keyring.json', 2],
    ['of the recovery file, with both keys', 'recovery', 0],
    ['of the recovery file, with the new key alone', 'recovery', 1],
  ])('%s leaves everybody their access, and the next unlock ends the other’s', async (_what, file, after) => {
    using vault = await aVault({ staff: [['Eva', 'auditor']] });
    const ann = await enrolled(vault, 'Ann', 'analyst');
    const kept = await contentKeyOfPerson(vault, 'Ann');
    const files = new FailingFiles(new FolderFiles(vault.folder));
    await vault.restart({ files });
    const name = file === 'recovery' ? readdirSync(vault.folder).find((one) => one.startsWith(file))! : file;
    files.failNext(name, when, after);
    const failed = await disable(vault, ann).then(
      () => null,
      (error: { code: string }) => error.code,
    );
    vault.lock();
    const recovered = (await openRecovery(files, vault.recovery.identity))!;
    const candidates = [
      recovered.contentKey,
      ...(recovered.nextContentKey ? [recovered.nextContentKey] : []),
    ];
    expect(candidates.some((key) => opens(vault, key))).toBe(true);
    expect((await atWork(vault, 'Eva')).person.name).toBe('Eva');
    expect((await atWork(vault, PERSON)).person.name).toBe(PERSON);
    expect([(await vault.client.people.list())[0]?.state, await problemsOf(vault.client)]).toEqual([
      'disabled',
      [],
    ]);
    vault.lock();
    const settled = await keysOf(vault.folder, PERSON);
    expect([opens(vault, kept), settled.nextContentKey]).toEqual([false, undefined]);
    expect((await openRecovery(files, vault.recovery.identity))?.nextContentKey).toBe(undefined);
    expect(failed === null || failed === 'STORAGE').toBe(true);
  });
});

test('who is disabled while the vault is locked by a failure is still out at the next unlock', async () => {
  using vault = await aVault();
  const ann = await enrolled(vault, 'Ann', 'analyst');
  const files = new FailingFiles(new FolderFiles(vault.folder));
  await vault.restart({ files });
  files.failNext('keyring.json', 'after', 2);
  expect((await failureOf(disable(vault, ann))).code).toBe('STORAGE');
  expect((await vault.client.vault.hello()).vault).toBe('locked');
  expect(await failureOf(vault.client.vault.unlock({ name: 'Ann', passphrase: PASSPHRASE }))).toMatchObject({
    code: 'WRONG_PASSPHRASE',
  });
});
