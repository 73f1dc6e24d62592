import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { aCommand } from '../../../support/a-command.ts';
import { type AVault, anEngine, aVault, PASSPHRASE, PERSON } from '../../../support/a-vault.ts';
import { type Colleague, enrolled, invited } from '../../../support/colleagues.ts';
import { failureOf } from '../../../support/failure-of.ts';
import { keysOf, memberOf, writeKeyring } from '../../../support/forged-people.ts';
import { problemsOf } from '../../../support/problems-of.ts';
import { inDatabaseOf } from '../../../support/vault-database.ts';

/** The database has another key since. */
const CLOSED = { code: 'INTEGRITY', data: { problem: 'database-damaged' } };
const DISAGREE = { code: 'INTEGRITY', data: { problem: 'keyring-disagrees' } };
const keyringFile = (vault: AVault): string => join(vault.folder, 'keyring.json');

interface Change {
  change: string;
  make: (vault: AVault, ann: Colleague) => Promise<unknown>;
}

const CHANGES: readonly Change[] = [
  {
    change: 'disabled',
    make: (vault, { id }) => vault.client.people.disable({ command: aCommand(), person: id }),
  },
  {
    change: 'given another role',
    make: (vault, { id }) =>
      vault.client.people.setRole({ command: aCommand(), person: id, role: 'auditor' }),
  },
  {
    change: 'given new keys in the same role',
    make: (vault, { id }) =>
      vault.client.people.setRole({ command: aCommand(), person: id, role: 'analyst' }),
  },
];

describe.each(CHANGES)('an old keyring put back after a person was $change', ({ make }) => {
  test('does not let them in', async () => {
    using vault = await aVault();
    const ann = await enrolled(vault, 'Ann', 'analyst');
    const old = readFileSync(keyringFile(vault));
    await make(vault, ann);
    vault.lock();
    const present = readFileSync(keyringFile(vault));
    writeFileSync(keyringFile(vault), old);
    const unlock = vault.client.vault.unlock({ name: 'Ann', passphrase: PASSPHRASE });
    expect(await failureOf(unlock)).toEqual(CLOSED);
    expect((await vault.client.vault.hello()).vault).toBe('locked');
    writeFileSync(keyringFile(vault), present);
    await vault.unlock();
    expect(await problemsOf(vault.client)).toEqual([]);
  });

  test.each(['open', 'locked'])('does not let them enrol while the vault is %s', async (state) => {
    using vault = await aVault();
    const ann = await invited(vault, 'Ann', 'analyst');
    const old = readFileSync(keyringFile(vault));
    await make(vault, ann);
    if (state === 'locked') vault.lock();
    const present = readFileSync(keyringFile(vault));
    writeFileSync(keyringFile(vault), old);
    const enrol = vault.client.vault.enrol({ name: 'Ann', code: ann.code, passphrase: PASSPHRASE });
    expect(await failureOf(enrol)).toEqual(state === 'locked' ? CLOSED : DISAGREE);
    writeFileSync(keyringFile(vault), present);
    if (state === 'locked') await vault.unlock();
    expect(await problemsOf(vault.client)).toEqual([]);
  });
});

test('a colleague cannot lend their wraps: with them under another name the vault knows no such person', async () => {
  using vault = await aVault();
  await enrolled(vault, 'Ann', 'analyst');
  await enrolled(vault, 'Bob', 'analyst');
  vault.lock();
  const { contentKey, signingKey, kdf } = memberOf(vault.folder, 'Ann');
  writeKeyring(vault.folder, (keyring) => ({
    ...keyring,
    people: keyring.people.map((person) =>
      person.name === 'Bob' ? { ...person, contentKey, signingKey, kdf } : person,
    ),
  }));
  const unlock = vault.client.vault.unlock({ name: 'Bob', passphrase: PASSPHRASE });
  expect((await failureOf(unlock)).code).toBe('WRONG_PASSPHRASE');
});

test('a person gets in only under the name that the vault knows', async () => {
  using vault = await aVault();
  await enrolled(vault, 'Ann', 'analyst');
  vault.lock();
  writeKeyring(vault.folder, (keyring) => {
    for (const person of keyring.people) person.name = person.name === 'Ann' ? 'Boss' : person.name;
  });
  const unlock = vault.client.vault.unlock({ name: 'Boss', passphrase: PASSPHRASE });
  expect(await failureOf(unlock)).toEqual(DISAGREE);
});

describe('an administrator', () => {
  test('has no wrap of the content key, and a keyring that gives one is refused whole', async () => {
    using vault = await aVault();
    await enrolled(vault, 'Adi', 'administrator');
    vault.lock();
    expect(memberOf(vault.folder, 'Adi').contentKey).toBe(null);
    expect((await keysOf(vault.folder, 'Adi')).contentKey).toBe(null);
    const { contentKey } = memberOf(vault.folder, PERSON);
    writeKeyring(vault.folder, (keyring) => {
      keyring.people[1]!.contentKey = contentKey;
    });
    const { client } = anEngine(vault.folder);
    expect(await failureOf(client.vault.unlock({ name: 'Adi', passphrase: PASSPHRASE }))).toEqual({
      code: 'INTEGRITY',
      data: { problem: 'keyring-damaged', at: 'people.1.contentKey' },
    });
  });

  test('is not made an analyst by a changed role: the keys were wrapped for an administrator', async () => {
    using vault = await aVault();
    await enrolled(vault, 'Adi', 'administrator');
    vault.lock();
    const { contentKey } = memberOf(vault.folder, PERSON);
    writeKeyring(vault.folder, (keyring) => {
      Object.assign(keyring.people[1]!, { role: 'analyst', contentKey });
    });
    const unlock = vault.client.vault.unlock({ name: 'Adi', passphrase: PASSPHRASE });
    expect((await failureOf(unlock)).code).toBe('WRONG_PASSPHRASE');
  });
});

test('a person without a content key in a role that needs one is refused', async () => {
  using vault = await aVault();
  vault.lock();
  writeKeyring(vault.folder, (keyring) => {
    keyring.people[0]!.contentKey = null;
  });
  expect((await failureOf(vault.unlock())).code).toBe('INTEGRITY');
});

test('no one-time code stands anywhere in the database, used or not', async () => {
  using vault = await aVault();
  const codes = [
    (await enrolled(vault, 'Ann', 'analyst')).code,
    (await invited(vault, 'Sue', 'supervisor')).code,
  ];
  vault.lock();
  const texts = await inDatabaseOf(vault.folder, (db) =>
    ['commands', 'people', 'ledger_entries', 'facts']
      .flatMap((table) => db.prepare(`SELECT * FROM ${table}`).all())
      .map((row) => JSON.stringify(row)),
  );
  expect(texts.length).toBeGreaterThan(5);
  expect(texts.filter((text) => codes.some((code) => text.includes(code)))).toEqual([]);
});
