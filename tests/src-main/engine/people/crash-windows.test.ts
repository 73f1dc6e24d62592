import { describe, expect, test } from 'vitest';
import { FolderFiles } from '../../../../src-main/ports/files.ts';
import { aCommand } from '../../../support/a-command.ts';
import { type AVault, anEngine, aVault, PASSPHRASE, PERSON } from '../../../support/a-vault.ts';
import { enrolled, invited } from '../../../support/colleagues.ts';
import { failureOf } from '../../../support/failure-of.ts';
import { FailingFiles, type FailsWhen } from '../../../support/files-that-fail.ts';
import { problemsOf } from '../../../support/problems-of.ts';
import { keyringOf } from '../../../support/vault-database.ts';

/** The engine ends as by a crash and another, whose writes can fail, takes its place with the supervisor at work. */
async function withFailingFiles(vault: AVault): Promise<FailingFiles> {
  const files = new FailingFiles(new FolderFiles(vault.folder));
  await vault.restart({ files });
  return files;
}

const stateOf = async (vault: AVault) => ({
  people: (await vault.client.people.list()).map(({ name, role, state }) => [name, role, state]),
  entries: (await vault.client.audit.entries({})).entries
    .map(({ kind }) => kind)
    .filter((kind) => kind.startsWith('person.'))
    .reverse(),
  problems: await problemsOf(vault.client),
});

const OTHER = 'another passphrase that is long';
const inKeyring = ({ folder }: AVault) => keyringOf(folder).people.map(({ name }) => name);

const unlockAs = (vault: AVault, name: string) =>
  failureOf(vault.client.vault.unlock({ name, passphrase: PASSPHRASE }));

describe.each<FailsWhen>(['before', 'after'])('a keyring whose saving fails %s it is written', (when) => {
  test('adds no person, and the same command can be given again', async () => {
    using vault = await aVault();
    const files = await withFailingFiles(vault);
    const add = { command: aCommand(), name: 'Ann', role: 'supervisor' as const };
    files.failNext('keyring.json', when);
    expect((await failureOf(vault.client.people.add(add))).code).toBe('STORAGE');
    expect(await stateOf(vault)).toEqual({
      people: [[PERSON, 'supervisor', 'enrolled']],
      entries: [],
      problems: [],
    });
    const { code } = await vault.client.people.add(add);
    await vault.client.vault.enrol({ name: 'Ann', code, passphrase: PASSPHRASE });
    expect((await stateOf(vault)).problems).toEqual([]);
  });

  test('gives no person a new role', async () => {
    using vault = await aVault();
    const ann = await enrolled(vault, 'Ann', 'analyst');
    const files = await withFailingFiles(vault);
    files.failNext('keyring.json', when);
    const raise = { command: aCommand(), person: ann.id, role: 'supervisor' as const };
    expect((await failureOf(vault.client.people.setRole(raise))).code).toBe('STORAGE');
    const { people, entries, problems } = await stateOf(vault);
    expect({ role: people[0]?.[1], entries, problems }).toEqual({
      role: 'analyst',
      entries: ['person.added', 'person.enrolled'],
      problems: [],
    });
    vault.lock();
    if (when === 'before') {
      const session = await vault.client.vault.unlock({ name: 'Ann', passphrase: PASSPHRASE });
      expect(session.person.role).toBe('analyst');
    } else expect((await unlockAs(vault, 'Ann')).code).toBe('WRONG_PASSPHRASE');
  });

  test('leaves a disabled person either as they were or out, and the disabling can be repeated', async () => {
    using vault = await aVault();
    const ann = await enrolled(vault, 'Ann', 'analyst');
    const files = await withFailingFiles(vault);
    files.failNext('keyring.json', when);
    const disable = { command: aCommand(), person: ann.id };
    expect((await failureOf(vault.client.people.disable(disable))).code).toBe('STORAGE');
    expect((await vault.client.people.disable(disable)).state).toBe('disabled');
    vault.lock();
    expect((await unlockAs(vault, 'Ann')).code).toBe('WRONG_PASSPHRASE');
    await vault.unlock();
    expect((await stateOf(vault)).problems).toEqual([]);
  });

  test('before the entry of an enrolment leaves one that can be done again with the same code', async () => {
    using vault = await aVault();
    const ann = await invited(vault, 'Ann', 'analyst');
    const files = await withFailingFiles(vault);
    files.failNext('keyring.json', when);
    const enrol = { name: 'Ann', code: ann.code, passphrase: PASSPHRASE };
    expect((await failureOf(vault.client.vault.enrol(enrol))).code).toBe('STORAGE');
    const atTheDoor = (await vault.client.vault.people()).map(({ name, state }) => [name, state]);
    await vault.client.vault.enrol({ ...enrol, passphrase: OTHER });
    vault.lock();
    const session = await vault.client.vault.unlock({ name: 'Ann', passphrase: OTHER });
    expect([atTheDoor[1], session.person.role, await problemsOf(vault.client)]).toEqual([
      ['Ann', 'invited'],
      'analyst',
      [],
    ]);
    expect(inKeyring(vault)).toEqual([PERSON, 'Ann']);
  });

  test.each(['she unlocks', 'she tries the code again', 'somebody else unlocks'])(
    'after the entry of an enrolment leaves one that is done, and is tidied when %s',
    async (next) => {
      using vault = await aVault();
      const ann = await invited(vault, 'Ann', 'analyst');
      const files = await withFailingFiles(vault);
      files.failNext('keyring.json', when, 1);
      const enrol = { name: 'Ann', code: ann.code, passphrase: PASSPHRASE };
      expect((await failureOf(vault.client.vault.enrol(enrol))).code).toBe('STORAGE');
      expect(inKeyring(vault)).toEqual(when === 'before' ? [PERSON, 'Ann', 'Ann'] : [PERSON, 'Ann']);
      vault.lock();
      if (next === 'she tries the code again') {
        const again = await failureOf(vault.client.vault.enrol({ ...enrol, passphrase: OTHER }));
        expect(again).toEqual(
          when === 'before'
            ? { code: 'CONFLICT', data: { reason: 'enrolment-finished' } }
            : { code: 'WRONG_PASSPHRASE', data: { retryInMs: 0 } },
        );
      } else if (next === 'somebody else unlocks') {
        await vault.unlock();
      } else await vault.client.vault.unlock({ name: 'Ann', passphrase: PASSPHRASE });
      expect(inKeyring(vault)).toEqual([PERSON, 'Ann']);
      vault.lock();
      const session = await vault.client.vault.unlock({ name: 'Ann', passphrase: PASSPHRASE });
      expect([session.person.role, await problemsOf(vault.client)]).toEqual(['analyst', []]);
    },
  );
});

describe('a keyring that is ahead of the vault', () => {
  // As left by a crash between the two: the keyring was saved, the transaction never committed.
  test('lets in no person whom the vault does not know, by unlocking or enrolling, and the record stays whole', async () => {
    using vault = await aVault();
    const { folder } = vault;
    using other = await aVault();
    vault.lock();
    other.lock();
    // The same workstation's secret and key, a person of another vault.
    const stranger = keyringOf(other.folder).people[0]!;
    const files = new FolderFiles(folder);
    files.write('device-secret', new FolderFiles(other.folder).read('device-secret')!);
    const keyring = keyringOf(folder);
    files.write(
      'keyring.json',
      Buffer.from(JSON.stringify({ ...keyring, people: [{ ...stranger, name: 'Stranger' }] })),
    );
    const { engine, client } = anEngine(folder);
    const failure = await failureOf(client.vault.unlock({ name: 'Stranger', passphrase: PASSPHRASE }));
    engine.close();
    expect(failure.code).toBe('INTEGRITY');
  });
});

describe('an unlock after which the log of the door cannot be emptied', () => {
  test('has succeeded, and what was in it stands in the ledger once', async () => {
    using vault = await aVault();
    const files = await withFailingFiles(vault);
    vault.lock();
    await failureOf(vault.client.vault.unlock({ name: PERSON, passphrase: 'wrong wrong wrong' }));
    files.failNext('door.json', 'before');
    const { person } = await vault.unlock();
    vault.lock();
    await vault.unlock();
    const { total } = await vault.client.audit.entries({ kind: 'session.unlock-failed' });
    expect([person.name, total]).toEqual([PERSON, 1]);
    expect(await problemsOf(vault.client)).toEqual([]);
  });
});
