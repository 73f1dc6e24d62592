import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { aCommand } from '../../../support/a-command.ts';
import { type AVault, aVault, PASSPHRASE, PERSON } from '../../../support/a-vault.ts';
import { atWork, enrolled } from '../../../support/colleagues.ts';
import { failureOf } from '../../../support/failure-of.ts';
import { problemsOf } from '../../../support/problems-of.ts';
import { HeldPassphraseHash } from '../../../support/quick-passphrase-hash.ts';
import { keyringOf } from '../../../support/vault-database.ts';

const NEXT = 'another passphrase for tests';

const change = (vault: AVault, name: string, passphrase = PASSPHRASE, next = NEXT) =>
  vault.client.vault.changePassphrase({ name, passphrase, next });
const unlockWith = (vault: AVault, name: string, passphrase: string) =>
  vault.client.vault.unlock({ name, passphrase });

describe('changing a passphrase', () => {
  test.each(['at work', 'at the closed door'])(
    '%s, makes the new one open and the old one not',
    async (where) => {
      using vault = await aVault();
      const before = keyringOf(vault.folder).people[0]!;
      if (where === 'at the closed door') vault.lock();
      const { id, role } = vault.session.person;
      const answer = await change(vault, PERSON);
      const after = keyringOf(vault.folder).people[0]!;
      vault.lock();
      const old = await failureOf(unlockWith(vault, PERSON, PASSPHRASE));
      const session = await unlockWith(vault, PERSON, NEXT);
      const { entries } = await vault.client.audit.entries({ kind: 'person.passphrase-changed' });
      expect({
        answer,
        old: old.code,
        sameKey: session.person.publicKey === vault.session.person.publicKey,
        newWraps: before.signingKey.box !== after.signingKey.box && before.kdf.salt !== after.kdf.salt,
        entries: entries.map(({ data, actor }) => ({ data, by: actor.id })),
        problems: await problemsOf(vault.client),
      }).toEqual({
        answer: { id, name: PERSON, role },
        old: 'WRONG_PASSPHRASE',
        sameKey: true,
        newWraps: true,
        entries: [{ data: { person: id }, by: id }],
        problems: [],
      });
    },
  );

  test('while another person is at work is signed by the person themselves and ends no session', async () => {
    using vault = await aVault();
    const ann = await enrolled(vault, 'Ann', 'auditor');
    await change(vault, 'Ann');
    const { entries } = await vault.client.audit.entries({ kind: 'person.passphrase-changed' });
    expect([entries.map(({ actor }) => actor.id), (await vault.client.vault.session()).person.name]).toEqual([
      [ann.id],
      PERSON,
    ]);
  });

  test('works for an administrator, of whom the door remembers each time that they were there', async () => {
    using vault = await aVault({ staff: [['Admin', 'administrator']] });
    vault.lock();
    await change(vault, 'Admin');
    expect((await failureOf(unlockWith(vault, 'Admin', PASSPHRASE))).code).toBe('WRONG_PASSPHRASE');
    expect((await failureOf(unlockWith(vault, 'Admin', NEXT))).code).toBe('NOT_PERMITTED');
    await vault.unlock();
    const { entries } = await vault.client.audit.entries({ kind: 'session.administrator-seen' });
    expect([entries.length, await problemsOf(vault.client)]).toEqual([3, []]);
  });

  test('needs the old one: wrong tries are noted, make the next one wait, and change nothing', async () => {
    using vault = await aVault();
    const keyring = readFileSync(join(vault.folder, 'keyring.json'));
    const codes: string[] = [];
    for (let tried = 0; tried < 4; tried++) {
      codes.push((await failureOf(change(vault, PERSON, 'not the passphrase'))).code);
    }
    expect(codes).toEqual(['WRONG_PASSPHRASE', 'WRONG_PASSPHRASE', 'WRONG_PASSPHRASE', 'SLOW_DOWN']);
    expect(readFileSync(join(vault.folder, 'keyring.json')).equals(keyring)).toBe(true);
    vault.lock();
    vault.clock.advance(60_000);
    await vault.unlock();
    const failed = await vault.client.audit.entries({ kind: 'session.unlock-failed' });
    const changed = await vault.client.audit.entries({ kind: 'person.passphrase-changed' });
    expect([failed.entries.length, changed.entries.length]).toEqual([3, 0]);
  });

  test('to the same one is a conflict, and to a short one is refused', async () => {
    using vault = await aVault();
    expect(await failureOf(change(vault, PERSON, PASSPHRASE, PASSPHRASE))).toEqual({
      code: 'CONFLICT',
      data: { reason: 'passphrase-unchanged' },
    });
    await expect(change(vault, PERSON, PASSPHRASE, 'short')).rejects.toThrow('Input validation failed');
  });

  test.each([
    ['disabled', 'disable'],
    ['given new keys', 'reset'],
  ])('of a person who is %s meanwhile does not bring them back', async (_what, how) => {
    const passphrases = new HeldPassphraseHash();
    using vault = await aVault({ ports: { passphraseHash: passphrases.hash } });
    const ann = await enrolled(vault, 'Ann', 'analyst');
    let changing: ReturnType<typeof failureOf> | null = null;
    const begin = () => {
      changing = failureOf(change(vault, 'Ann'));
    };
    const { disable, setRole } = vault.client.people;
    const command = aCommand();
    await passphrases.during(begin, async () => {
      if (how === 'disable') await disable({ command, person: ann.id });
      else await setRole({ command, person: ann.id, role: 'analyst' });
    });
    expect(await changing).toMatchObject({ code: 'CONFLICT' });
    const there = keyringOf(vault.folder).people.find(({ id }) => id === ann.id)?.state;
    expect(there).toBe(how === 'disable' ? undefined : 'invited');
    const { entries } = await vault.client.audit.entries({ kind: 'person.passphrase-changed' });
    expect(entries).toEqual([]);
  });

  test('leaves colleagues their own', async () => {
    using vault = await aVault({ staff: [['Ann', 'analyst']] });
    await change(vault, PERSON);
    expect((await atWork(vault, 'Ann')).person.name).toBe('Ann');
  });
});
