import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { enrol, openKeys, type PersonKeys } from '../../../../src-main/engine/keys/person-keys.ts';
import { type SigningKey, signingKeyFrom } from '../../../../src-main/engine/keys/signing-key.ts';
import { systemEntropy } from '../../../../src-main/ports/entropy.ts';
import { activate, nextPolicy, proposed } from '../../../support/a-proposal.ts';
import { type AVault, aVault, PASSPHRASE, PERSON } from '../../../support/a-vault.ts';
import { atWork, type Colleague, invited } from '../../../support/colleagues.ts';
import { failureOf } from '../../../support/failure-of.ts';
import { memberOf, writeKeyring } from '../../../support/forged-people.ts';
import { Forger } from '../../../support/forger.ts';
import { problemsOf } from '../../../support/problems-of.ts';
import { quickPassphraseHash } from '../../../support/quick-passphrase-hash.ts';
import { inDatabaseOf } from '../../../support/vault-database.ts';

/*
 * A supervisor who invites a second one knows the invitation: she was shown the code, and can keep the keyring that
 * held it. With both she must not be able to act as the other, or the rules of two are hers alone.
 */

const DISAGREE = { code: 'INTEGRITY', data: { problem: 'keyring-disagrees' } };
const HERS = `${PASSPHRASE} of the attacker`;
const keyringFile = ({ folder }: AVault): string => join(folder, 'keyring.json');

/** The keys of an invitation, as whoever has its code opens them. */
async function keysOfInvitation({ folder }: AVault, { name, code }: Colleague): Promise<PersonKeys> {
  const secret = readFileSync(join(folder, 'device-secret'));
  const keys = await openKeys(memberOf(folder, name), code, secret, quickPassphraseHash);
  if (keys === null) throw new Error('the invitation does not open');
  return keys;
}

async function withSecondSupervisor() {
  const vault = await aVault();
  const sue = await invited(vault, 'Sue', 'supervisor');
  const kept = { keyring: readFileSync(keyringFile(vault)), keys: await keysOfInvitation(vault, sue) };
  return { vault, sue, kept, enrolment: { name: 'Sue', code: sue.code, passphrase: PASSPHRASE } };
}

test('control: a fair enrolment makes a key that nobody else had, and what it signs holds', async () => {
  const { vault, kept, enrolment } = await withSecondSupervisor();
  using _ = vault;
  const proposal = await proposed(vault, nextPolicy(vault));
  await vault.client.vault.enrol(enrolment);
  await atWork(vault, 'Sue');
  await activate(vault, proposal);
  const sue = (await vault.client.people.list()).find(({ name }) => name === 'Sue');
  expect(sue?.publicKey).toBe(memberOf(vault.folder, 'Sue').publicKey);
  expect(sue?.publicKey).not.toBe(signingKeyFrom(kept.keys.signingSeed).publicKeyText);
  expect(await problemsOf(vault.client)).toEqual([]);
});

test.each(['open', 'locked'])(
  'an old keyring and its code enrol nobody again while the vault is %s',
  async (state) => {
    const { vault, kept, enrolment } = await withSecondSupervisor();
    using _ = vault;
    await vault.client.vault.enrol(enrolment);
    const fair = readFileSync(keyringFile(vault));
    if (state === 'locked') vault.lock();
    writeFileSync(keyringFile(vault), kept.keyring);
    const again = vault.client.vault.enrol({ ...enrolment, passphrase: HERS });
    expect(await failureOf(again)).toEqual(DISAGREE);
    writeFileSync(keyringFile(vault), fair);
    expect((await atWork(vault, 'Sue')).person.name).toBe('Sue');
    const { entries } = await vault.client.audit.entries({ kind: 'person.enrolled' });
    expect([entries.length, await problemsOf(vault.client)]).toEqual([1, []]);
  },
);

test('a keyring in which the key of an invitation is made a person’s lets nobody in', async () => {
  const { vault, kept, sue, enrolment } = await withSecondSupervisor();
  using _ = vault;
  const secret = readFileSync(join(vault.folder, 'device-secret'));
  const publicKey = signingKeyFrom(kept.keys.signingSeed).publicKeyText;
  const person = { id: sue.id, name: 'Sue', role: 'supervisor' as const, publicKey };
  const tools = { entropy: systemEntropy, passphraseHash: quickPassphraseHash };
  const made = await enrol(person, kept.keys, HERS, secret, tools);
  const tries: unknown[] = [];
  for (const enrols of [false, true]) {
    if (enrols) await vault.client.vault.enrol(enrolment);
    vault.lock();
    const fair = readFileSync(keyringFile(vault));
    writeKeyring(vault.folder, (keyring) => ({ ...keyring, people: [...keyring.people.slice(0, 1), made] }));
    tries.push(await failureOf(vault.client.vault.unlock({ name: 'Sue', passphrase: HERS })));
    writeFileSync(keyringFile(vault), fair);
    await vault.unlock();
  }
  expect(tries).toEqual([DISAGREE, DISAGREE]);
});

/** Writes entries in Sue’s name straight into the vault. */
async function forge(
  vault: AVault,
  sue: Colleague,
  key: SigningKey,
  kinds: readonly string[],
): Promise<void> {
  vault.lock();
  await inDatabaseOf(vault.folder, (db) => {
    const ledger = new Forger(db, vault.clock).ledgerAs(sue.id, key);
    const own = signingKeyFrom(systemEntropy.bytes(32)).publicKeyText;
    for (const kind of kinds) ledger.byPerson(kind as never, { person: sue.id, publicKey: own });
    ledger.checkpoint();
  });
  await atWork(vault, PERSON);
}

test('what the key of an invitation signs outside Hashline is found at the line where it stands', async () => {
  const { vault, kept, sue, enrolment } = await withSecondSupervisor();
  using _ = vault;
  const key = signingKeyFrom(kept.keys.signingSeed);
  await forge(vault, sue, key, ['destination.removed']);
  const before = await problemsOf(vault.client);
  await vault.client.vault.enrol(enrolment);
  await forge(vault, sue, key, ['person.enrolled', 'destination.removed']);
  const { entries } = await vault.client.audit.entries({});
  const places = entries
    .filter(({ kind, actor }) => actor.id === sue.id && kind !== 'session.unlocked')
    .map(({ seq, kind }) => [kind, seq] as const)
    .reverse();
  const [early, fair, second, late] = places.map(([, seq]) => seq);
  expect(places.map(([kind]) => kind)).toEqual([
    'destination.removed',
    'person.enrolled',
    'person.enrolled',
    'destination.removed',
  ]);
  expect(before).toEqual([{ seq: early, what: 'is signed with the key of an invitation' }]);
  expect((await problemsOf(vault.client)).filter(({ seq }) => seq !== null)).toEqual([
    ...before,
    { seq: second, what: 'enrols a second time with one invitation' },
    { seq: second, what: "the person's signature does not fit" },
    { seq: late, what: "the person's signature does not fit" },
  ]);
  expect(fair).toBeLessThan(second!);
});
