import { describe, expect, test } from 'vitest';
import { aCommand } from '../../../support/a-command.ts';
import { type AVault, aVault, PASSPHRASE, PERSON } from '../../../support/a-vault.ts';
import { enrolled, invited } from '../../../support/colleagues.ts';
import { failureOf } from '../../../support/failure-of.ts';
import { problemsOf } from '../../../support/problems-of.ts';
import { HeldPassphraseHash } from '../../../support/quick-passphrase-hash.ts';
import { keyringOf } from '../../../support/vault-database.ts';

const passphrases = new HeldPassphraseHash();
const aVaultOfSome = () => aVault({ ports: { passphraseHash: passphrases.hash } });

/** Runs `meanwhile` while the passphrase of an enrolment is being stretched. */
async function whileEnrolling<Answer>(
  vault: AVault,
  { name, code }: { name: string; code: string },
  meanwhile: () => Promise<Answer>,
) {
  let enrolment: Promise<string> = Promise.resolve('not begun');
  const enrol = () => {
    enrolment = vault.client.vault.enrol({ name, code, passphrase: PASSPHRASE }).then(
      () => 'enrolled',
      (error: { code: string }) => error.code,
    );
  };
  const answer = await passphrases.during(enrol, meanwhile);
  return { answer, enrolment: await enrolment };
}

const inKeyring = ({ folder }: AVault) =>
  Object.fromEntries(keyringOf(folder).people.map(({ name, state }) => [name, state]));

describe('while a person enrols', () => {
  test('another invitation is not lost: its code enrols', async () => {
    using vault = await aVaultOfSome();
    const ann = await invited(vault, 'Ann', 'analyst');
    const { answer: bob } = await whileEnrolling(vault, ann, () => invited(vault, 'Bob', 'analyst'));
    const between = inKeyring(vault);
    await vault.client.vault.enrol({ name: 'Bob', code: bob.code, passphrase: PASSPHRASE });
    expect([between, inKeyring(vault), await problemsOf(vault.client)]).toEqual([
      { [PERSON]: 'enrolled', Ann: 'enrolled', Bob: 'invited' },
      { [PERSON]: 'enrolled', Ann: 'enrolled', Bob: 'enrolled' },
      [],
    ]);
  });

  test('a person who is disabled stays out of the keyring', async () => {
    using vault = await aVaultOfSome();
    const gone = await enrolled(vault, 'Gone', 'analyst');
    const ann = await invited(vault, 'Ann', 'analyst');
    await whileEnrolling(vault, ann, () =>
      vault.client.people.disable({ command: aCommand(), person: gone.id }),
    );
    expect(inKeyring(vault)).toEqual({ [PERSON]: 'enrolled', Ann: 'enrolled' });
  });

  test('a role that is changed keeps its new wraps', async () => {
    using vault = await aVaultOfSome();
    const eve = await enrolled(vault, 'Eve', 'supervisor');
    const ann = await invited(vault, 'Ann', 'analyst');
    const { answer } = await whileEnrolling(vault, ann, () =>
      vault.client.people.setRole({ command: aCommand(), person: eve.id, role: 'analyst' }),
    );
    const there = keyringOf(vault.folder).people.find(({ id }) => id === eve.id);
    expect({ state: there?.state, role: there?.role, key: there?.publicKey }).toEqual({
      state: 'invited',
      role: 'analyst',
      key: answer.person.publicKey,
    });
  });

  test.each(['analyst', 'administrator'] as const)(
    'their own invitation as %s can be taken back: then they are not enrolled and leave no entry',
    async (role) => {
      using vault = await aVaultOfSome();
      const ann = await invited(vault, 'Ann', role);
      const { enrolment } = await whileEnrolling(vault, ann, () =>
        vault.client.people.disable({ command: aCommand(), person: ann.id }),
      );
      const { entries } = await vault.client.audit.entries({ kind: 'person.enrolled' });
      expect([enrolment, inKeyring(vault), entries]).toEqual(['CONFLICT', { [PERSON]: 'enrolled' }, []]);
    },
  );

  test('their own invitation can be renewed: the old code counts no more, the new one does', async () => {
    using vault = await aVaultOfSome();
    const ann = await invited(vault, 'Ann', 'analyst');
    const { answer, enrolment } = await whileEnrolling(vault, ann, () =>
      vault.client.people.setRole({ command: aCommand(), person: ann.id, role: 'auditor' }),
    );
    const old = vault.client.vault.enrol({ name: 'Ann', code: ann.code, passphrase: PASSPHRASE });
    expect([enrolment, (await failureOf(old)).code]).toEqual(['CONFLICT', 'WRONG_PASSPHRASE']);
    await vault.client.vault.enrol({ name: 'Ann', code: answer.code, passphrase: PASSPHRASE });
    expect([inKeyring(vault), await problemsOf(vault.client)]).toEqual([
      { [PERSON]: 'enrolled', Ann: 'enrolled' },
      [],
    ]);
  });
});
