import { describe, expect, test } from 'vitest';
import type { Role } from '../../../../shared/domain/duty.ts';
import { PersonId } from '../../../../shared/domain/ids.ts';
import { aCommand } from '../../../support/a-command.ts';
import { type AVault, aVault, PASSPHRASE, PERSON } from '../../../support/a-vault.ts';
import { atWork, enrolled, invited } from '../../../support/colleagues.ts';
import { failureOf } from '../../../support/failure-of.ts';
import { memberOf } from '../../../support/forged-people.ts';
import { problemsOf } from '../../../support/problems-of.ts';
import { keyringOf } from '../../../support/vault-database.ts';

const WRONG = { code: 'WRONG_PASSPHRASE', data: { retryInMs: 0 } };
const conflict = (reason: string) => ({ code: 'CONFLICT', data: { reason } });
const NOBODY = PersonId.parse('00000000-0000-7000-8000-000000000000');

const kinds = async (vault: AVault): Promise<string[]> =>
  (await vault.client.audit.entries({})).entries.map(({ kind }) => kind).reverse();

describe('inviting a person', () => {
  test('answers the person and a code, and leaves a signed entry and a keyring that opens with the code alone', async () => {
    using vault = await aVault();
    const { person, code } = await vault.client.people.add({
      command: aCommand(),
      name: 'Ann',
      role: 'analyst',
    });
    expect({ person, code }).toEqual({
      person: {
        id: person.id,
        name: 'Ann',
        role: 'analyst',
        publicKey: expect.stringMatching(/^[A-Za-z0-9+/]{43}=$/),
        state: 'invited',
        addedAt: new Date(vault.clock.nowMs()).toISOString(),
        lastUnlockAt: null,
      },
      code: expect.stringMatching(/^([0-9A-HJKMNP-TV-Z]{4}-){7}[0-9A-HJKMNP-TV-Z]{4}$/),
    });
    const { entries } = await vault.client.audit.entries({ kind: 'person.added' });
    const { id, name, role, publicKey } = person;
    expect(entries.map(({ data, actor }) => ({ data, by: actor.name }))).toEqual([
      { data: { person: id, name, role, publicKey }, by: PERSON },
    ]);
    expect((await vault.client.vault.people()).map((one) => [one.name, one.state])).toEqual([
      [PERSON, 'enrolled'],
      ['Ann', 'invited'],
    ]);
    expect(await problemsOf(vault.client)).toEqual([]);
  });

  test('under a name in another normal form is the same person, at every door', async () => {
    using vault = await aVault({ staff: [['Zo\u00eb', 'analyst']] });
    const [composed, decomposed] = ['Zo\u00eb', 'Zoe\u0308'];
    const again = vault.client.people.add({ command: aCommand(), name: ` ${decomposed}`, role: 'auditor' });
    expect(await failureOf(again)).toEqual(conflict('person-name-taken'));
    await vault.client.vault.lock({ command: aCommand() });
    const session = await vault.client.vault.unlock({ name: decomposed, passphrase: PASSPHRASE });
    expect(session.person.name).toBe(composed);
    const next = 'another passphrase that is long';
    const change = { name: decomposed, passphrase: PASSPHRASE, next };
    expect((await vault.client.vault.changePassphrase(change)).name).toBe(composed);
  });

  test('under a name that is there already is a conflict, also where its bearer was disabled', async () => {
    using vault = await aVault();
    const ann = await invited(vault, 'Ann', 'analyst');
    const again = () => vault.client.people.add({ command: aCommand(), name: 'Ann', role: 'auditor' });
    const taken = conflict('person-name-taken');
    expect(await failureOf(again())).toEqual(taken);
    await vault.client.people.disable({ command: aCommand(), person: ann.id });
    expect(await failureOf(again())).toEqual(taken);
    expect(
      await failureOf(vault.client.people.add({ command: aCommand(), name: PERSON, role: 'analyst' })),
    ).toEqual(taken);
  });

  test.each<[string, Role]>([
    ['an administrator', 'administrator'],
    ['an auditor', 'auditor'],
    ['another supervisor', 'supervisor'],
  ])('as %s gives exactly the wraps of that role', async (_what, role) => {
    using vault = await aVault();
    await invited(vault, 'New', role);
    const wraps = () => {
      const person = keyringOf(vault.folder).people.find(({ name }) => name === 'New');
      return [person?.state, person?.contentKey === null, person?.signingKey === undefined];
    };
    const before = wraps();
    expect(before).toEqual(['invited', role === 'administrator', false]);
  });
});

describe('enrolling', () => {
  test('with the code lets the person in with the passphrase they chose, and leaves their own entry', async () => {
    using vault = await aVault();
    const ann = await enrolled(vault, 'Ann', 'analyst');
    const session = await atWork(vault, 'Ann');
    const { entries } = await vault.client.audit.entries({ kind: 'person.enrolled' });
    expect({
      person: session.person.id,
      role: session.person.role,
      entries: entries.map(({ data, actor }) => ({ data, by: actor.id })),
    }).toEqual({
      person: ann.id,
      role: 'analyst',
      entries: [{ data: { person: ann.id, publicKey: memberOf(vault.folder, 'Ann').publicKey }, by: ann.id }],
    });
    expect(await problemsOf(vault.client)).toEqual([]);
  });

  test('works at the closed door too, and the entry is there at the next unlock', async () => {
    using vault = await aVault();
    const ann = await invited(vault, 'Ann', 'auditor');
    vault.lock();
    expect(await vault.client.vault.enrol({ name: 'Ann', code: ann.code, passphrase: PASSPHRASE })).toEqual({
      id: ann.id,
      name: 'Ann',
      role: 'auditor',
    });
    expect((await vault.client.vault.hello()).vault).toBe('locked');
    await vault.client.vault.unlock({ name: 'Ann', passphrase: PASSPHRASE });
    expect((await kinds(vault)).slice(-3)).toEqual(['session.locked', 'person.enrolled', 'session.unlocked']);
    expect(await problemsOf(vault.client)).toEqual([]);
  });

  test.each<[string, (code: string) => string]>([
    ['in small letters', (code) => code.toLowerCase()],
    ['without hyphens', (code) => code.replaceAll('-', '')],
    ['with spaces', (code) => ` ${code.replaceAll('-', ' ')} `],
    ['with O for 0 and l for 1', (code) => code.replaceAll('0', 'O').replaceAll('1', 'l')],
    ['with o for 0 and I for 1', (code) => code.replaceAll('0', 'o').replaceAll('1', 'I')],
  ])('takes the code %s', async (_what, spell) => {
    using vault = await aVault();
    const { code } = await invited(vault, 'Ann', 'analyst');
    const enrolment = { name: 'Ann', code: spell(code), passphrase: PASSPHRASE };
    expect((await vault.client.vault.enrol(enrolment)).name).toBe('Ann');
  });

  test('works after the supervisor who gave the invitation was disabled, under the new key of the database', async () => {
    using vault = await aVault();
    const sue = await enrolled(vault, 'Sue', 'supervisor');
    await atWork(vault, 'Sue');
    const { code } = await invited(vault, 'Ian', 'analyst');
    await atWork(vault, PERSON);
    await vault.client.people.disable({ command: aCommand(), person: sue.id });
    await vault.client.vault.enrol({ name: 'Ian', code, passphrase: PASSPHRASE });
    expect((await atWork(vault, 'Ian')).person.name).toBe('Ian');
    expect(await problemsOf(vault.client)).toEqual([]);
  });

  test('takes a code once', async () => {
    using vault = await aVault();
    const { code } = await enrolled(vault, 'Ann', 'analyst');
    const again = vault.client.vault.enrol({ name: 'Ann', code, passphrase: `${PASSPHRASE} other` });
    expect(await failureOf(again)).toEqual(WRONG);
    expect((await atWork(vault, 'Ann')).person.name).toBe('Ann');
  });

  test('with a wrong code, another person’s code, or no code at all is refused and noted', async () => {
    using vault = await aVault();
    const ann = await invited(vault, 'Ann', 'analyst');
    const bob = await invited(vault, 'Bob', 'analyst');
    const changed = `${ann.code.startsWith('0') ? '1' : '0'}${ann.code.slice(1)}`;
    const tries = [
      { name: 'Ann', code: changed },
      { name: 'Ann', code: bob.code },
      { name: 'Ann', code: 'U'.repeat(32) },
      { name: 'Ann', code: ` ${ann.code.replaceAll('-', '').slice(1)}` },
      { name: 'Nobody', code: ann.code },
      { name: PERSON, code: ann.code },
    ];
    const failures: unknown[] = [];
    for (const attempt of tries) {
      failures.push((await failureOf(vault.client.vault.enrol({ ...attempt, passphrase: PASSPHRASE }))).code);
      vault.clock.advance(60_000);
    }
    expect(failures).toEqual(tries.map(() => 'WRONG_PASSPHRASE'));
    expect((await vault.client.people.list()).map(({ name, state }) => [name, state])).toEqual([
      ['Ann', 'invited'],
      ['Bob', 'invited'],
      [PERSON, 'enrolled'],
    ]);
    await atWork(vault, PERSON);
    const { entries } = await vault.client.audit.entries({ kind: 'session.unlock-failed' });
    expect(entries.map(({ data }) => data.name).reverse()).toEqual(tries.map(({ name }) => name));
  });

  test('needs a passphrase of twelve characters', async () => {
    using vault = await aVault();
    const { code } = await invited(vault, 'Ann', 'analyst');
    const short = vault.client.vault.enrol({ name: 'Ann', code, passphrase: 'elevenchars' });
    expect((await failureOf(short)).code).toBe('BAD_REQUEST');
  });
});

describe('changing a role', () => {
  test('gives new keys and a new code; the old passphrase and the old code open nothing any more', async () => {
    using vault = await aVault();
    const ann = await enrolled(vault, 'Ann', 'analyst');
    const before = keyringOf(vault.folder).people.find(({ id }) => id === ann.id);
    const { person, code } = await vault.client.people.setRole({
      command: aCommand(),
      person: ann.id,
      role: 'auditor',
    });
    vault.lock();
    const old = { name: 'Ann', passphrase: PASSPHRASE };
    const refused = [
      await failureOf(vault.client.vault.unlock(old)),
      await failureOf(vault.client.vault.enrol({ ...old, code: ann.code })),
    ];
    await vault.client.vault.enrol({ name: 'Ann', code, passphrase: `${PASSPHRASE} again` });
    const session = await vault.client.vault.unlock({ name: 'Ann', passphrase: `${PASSPHRASE} again` });
    expect({ refused, role: session.person.role, state: person.state }).toEqual({
      refused: [WRONG, WRONG],
      role: 'auditor',
      state: 'invited',
    });
    expect(person.publicKey).not.toBe(before?.publicKey);
    expect(await problemsOf(vault.client)).toEqual([]);
  });

  test('to the role they have resets a passphrase, and ends a disablement', async () => {
    using vault = await aVault();
    const ann = await enrolled(vault, 'Ann', 'analyst');
    await vault.client.people.disable({ command: aCommand(), person: ann.id });
    const change = { command: aCommand(), person: ann.id, role: 'analyst' as const };
    const { code } = await vault.client.people.setRole(change);
    await vault.client.vault.enrol({ name: 'Ann', code, passphrase: PASSPHRASE });
    expect((await atWork(vault, 'Ann')).person.role).toBe('analyst');
    expect(await problemsOf(vault.client)).toEqual([]);
  });

  test('of oneself, of the last supervisor or of an unknown person is refused', async () => {
    using vault = await aVault();
    const own = { person: vault.session.person.id, role: 'analyst' as const };
    expect(await failureOf(vault.client.people.setRole({ command: aCommand(), ...own }))).toEqual(
      conflict('not-yourself'),
    );
    expect(
      await failureOf(
        vault.client.people.setRole({ command: aCommand(), person: NOBODY, role: 'supervisor' }),
      ),
    ).toEqual({ code: 'NOT_FOUND', data: { what: 'person', id: NOBODY } });
  });
});

describe('disabling a person', () => {
  test('ends their access at once and leaves their name, work and entries', async () => {
    using vault = await aVault();
    const ann = await enrolled(vault, 'Ann', 'analyst');
    const disabled = await vault.client.people.disable({ command: aCommand(), person: ann.id });
    expect([disabled.state, (await vault.client.people.list()).map(({ name }) => name)]).toEqual([
      'disabled',
      ['Ann', PERSON],
    ]);
    vault.lock();
    expect(await failureOf(vault.client.vault.unlock({ name: 'Ann', passphrase: PASSPHRASE }))).toEqual(
      WRONG,
    );
    expect((await vault.client.vault.people()).map(({ name }) => name)).toEqual([PERSON]);
    await vault.unlock();
    expect((await kinds(vault)).filter((kind) => kind.startsWith('person.'))).toEqual([
      'person.added',
      'person.enrolled',
      'person.disabled',
    ]);
    expect(await problemsOf(vault.client)).toEqual([]);
  });

  test('of oneself is refused to every supervisor, and each can disable the other', async () => {
    using vault = await aVault();
    const second = await enrolled(vault, 'Sue', 'supervisor');
    const disable = (person: PersonId) => vault.client.people.disable({ command: aCommand(), person });
    const self = conflict('not-yourself');
    expect(await failureOf(disable(vault.session.person.id))).toEqual(self);
    await atWork(vault, 'Sue');
    expect(await failureOf(disable(second.id))).toEqual(self);
    expect((await disable(vault.session.person.id)).state).toBe('disabled');
    expect(await problemsOf(vault.client)).toEqual([]);
  });

  test('leaves a supervisor, whatever is tried: an invited or disabled one counts as the record says', async () => {
    using vault = await aVault();
    const second = await enrolled(vault, 'Sue', 'supervisor');
    const third = await invited(vault, 'Tim', 'supervisor');
    await vault.client.people.disable({ command: aCommand(), person: third.id });
    await vault.client.people.disable({ command: aCommand(), person: second.id });
    const supervisors = (await vault.client.people.list()).filter(({ role }) => role === 'supervisor');
    expect(supervisors.map(({ name, state }) => [name, state])).toEqual([
      [PERSON, 'enrolled'],
      ['Sue', 'disabled'],
      ['Tim', 'disabled'],
    ]);
  });
});

test('a command about people sent again answers the same, also after a restart, and does nothing', async () => {
  using vault = await aVault();
  const add = { command: aCommand(), name: 'Ann', role: 'analyst' as const };
  const first = await vault.client.people.add(add);
  const role = { command: aCommand(), person: first.person.id, role: 'auditor' as const };
  const changed = await vault.client.people.setRole(role);
  const disable = { command: aCommand(), person: first.person.id };
  const disabled = await vault.client.people.disable(disable);
  const keyring = keyringOf(vault.folder);
  const entries = (await kinds(vault)).filter((kind) => kind.startsWith('person.'));
  await vault.restart();
  expect(await vault.client.people.add(add)).toEqual(first);
  expect(await vault.client.people.setRole(role)).toEqual(changed);
  expect(await vault.client.people.disable(disable)).toEqual(disabled);
  expect(keyringOf(vault.folder)).toEqual(keyring);
  expect((await kinds(vault)).filter((kind) => kind.startsWith('person.'))).toEqual(entries);
});
