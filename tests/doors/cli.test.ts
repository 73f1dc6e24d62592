import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { newRecoveryKey } from '../../src-main/engine/keys/recovery.ts';
import { keyGroups } from '../../src-renderer/features/vault/recovery-text.ts';
import { aFolder } from '../support/a-folder.ts';
import { aLoopbackHost, aSocket, clientOver, sessionOf } from '../support/a-loopback-host.ts';
import { runHere } from '../support/a-shell.ts';
import { type AVault, aVault, HOTLINE, PASSPHRASE, PERSON } from '../support/a-vault.ts';
import { enrolled } from '../support/colleagues.ts';
import { writeKeyring } from '../support/forged-people.ts';
import { databasePathOf } from '../support/vault-database.ts';

interface Ended {
  exit: number | null;
  /** The answer, parsed where it is JSON. */
  answer: unknown;
  errors: string;
}

/** Runs `hashline` in this process. */
async function hashline(...parameters: string[]): Promise<Ended> {
  const { exit, stdout, stderr: errors } = await runHere(parameters);
  let answer: unknown = stdout;
  try {
    answer = JSON.parse(stdout);
  } catch {
    // Words.
  }
  return { exit, answer, errors };
}

/** A locked vault with the options that say who is at the terminal. */
async function atTerminal(): Promise<Disposable & { vault: AVault; as: (name: string) => string[] }> {
  const vault = await aVault();
  const folder = aFolder();
  const passphraseFile = join(folder.path, 'passphrase');
  writeFileSync(passphraseFile, `${PASSPHRASE}\n`, { mode: 0o600 });
  return {
    vault,
    as: (name) => ['--vault', vault.folder, '--as', name, '--passphrase-file', passphraseFile, '--json'],
    [Symbol.dispose]: () => {
      vault[Symbol.dispose]();
      folder[Symbol.dispose]();
    },
  };
}

describe('hashline person', () => {
  test('adds, lists, enrols, changes and disables people, and says with its exit code what was refused', async () => {
    using terminal = await atTerminal();
    const { vault, as } = terminal;
    vault.lock();
    const boss = as(PERSON);
    const added = await hashline('person', 'add', 'Ann', '--role', 'analyst', ...boss);
    const { code } = added.answer as { code: string };
    const twice = await hashline('person', 'add', 'Ann', '--role', 'analyst', ...boss);
    const wrong = await hashline('person', 'enrol', '--code', '0'.repeat(32), ...as('Ann'));
    const enrolment = await hashline('person', 'enrol', '--code', code.toLowerCase(), ...as('Ann'));
    const listed = await hashline('person', 'list', ...as('Ann'));
    const denied = await hashline('person', 'add', 'Eve', '--role', 'supervisor', ...as('Ann'));
    const changed = await hashline('person', 'role', 'Ann', '--role', 'auditor', ...boss);
    const unknown = await hashline('person', 'disable', 'Nobody', ...boss);
    const disabled = await hashline('person', 'disable', 'Ann', ...boss);
    const self = await hashline('person', 'disable', PERSON, ...boss);
    expect({
      added: [added.exit, (added.answer as { person: { state: string } }).person.state],
      twice: [twice.exit, twice.errors],
      wrong: [wrong.exit, wrong.errors],
      enrolment: [enrolment.exit, (enrolment.answer as { person: { role: string } }).person.role],
      listed: (listed.answer as { people: { name: string; state: string }[] }).people.map(
        ({ name, state }) => [name, state],
      ),
      denied: [denied.exit, denied.errors],
      changed: [changed.exit, (changed.answer as { person: { role: string } }).person.role],
      unknown: unknown.exit,
      disabled: [disabled.exit, (disabled.answer as { person: { state: string } }).person.state],
      self: [self.exit, self.errors],
    }).toEqual({
      added: [0, 'invited'],
      twice: [3, 'error: There is already a person of this name. Choose another name.\n'],
      wrong: [4, expect.stringContaining('does not open the vault')],
      enrolment: [0, 'analyst'],
      listed: [
        ['Ann', 'enrolled'],
        [PERSON, 'enrolled'],
      ],
      denied: [4, 'error: your role may not manage-people\n'],
      changed: [0, 'auditor'],
      unknown: 2,
      disabled: [0, 'disabled'],
      self: [3, 'error: You cannot change your own access. Another supervisor does that.\n'],
    });
  }, 60_000);
});

describe('hashline recover', () => {
  test('makes a supervisor with the recovery key from a file, and refuses another', async () => {
    using terminal = await atTerminal();
    const { vault, as } = terminal;
    using folder = aFolder();
    vault.lock();
    const identity = join(folder.path, 'sheet.txt');
    const options = as(PERSON).filter((option) => option !== '--as' && option !== PERSON);
    // As the printed sheet has it, typed into an editor of Windows.
    const groups = keyGroups(vault.recovery.identity.toLowerCase()).join(' ');
    writeFileSync(
      identity,
      `\ufeffRecovery key of ${HOTLINE}\r\n\r\n  ${groups.slice(0, 40)}\r\n  ${groups.slice(40)}\r\n`,
      'utf16le',
    );
    const recovered = await hashline('recover', '--identity', identity, '--name', 'Rita', ...options);
    writeFileSync(identity, (await newRecoveryKey()).identity);
    const other = await hashline('recover', '--identity', identity, '--name', 'Eve', ...options);
    writeFileSync(identity, `AGE-SECRET-KEY-1${'Q'.repeat(58)}`);
    const mistyped = await hashline('recover', '--identity', identity, '--name', 'Eve', ...options);
    writeFileSync(identity, 'nothing');
    const none = await hashline('recover', '--identity', identity, ...options);
    const { entries } = (await hashline('person', 'list', ...as('Rita'))).answer as { entries?: unknown } & {
      people: { name: string }[];
    };
    expect({
      recovered: [recovered.exit, (recovered.answer as { person: { role: string } }).person.role],
      other: [other.exit, other.errors],
      mistyped: [mistyped.exit, mistyped.errors],
      none: [none.exit, none.errors],
      entries,
    }).toEqual({
      recovered: [0, 'supervisor'],
      other: [4, expect.stringContaining('opens no vault')],
      mistyped: [2, expect.stringContaining('wrong character')],
      none: [2, expect.stringContaining('holds no recovery key')],
      entries: undefined,
    });
  }, 60_000);
});

describe('hashline lock', () => {
  test('locks the vault that a loopback host has open, and says so where none was open', async () => {
    await using running = await aLoopbackHost();
    const session = await sessionOf(running);
    const socket = await aSocket(running.origin, session);
    const client = clientOver(socket);
    await client.vault.create({ hotline: HOTLINE, name: PERSON, passphrase: PASSPHRASE });
    const busy = await hashline('doctor', '--closed', '--vault', running.vault, '--json');
    const asked = await hashline('lock', '--vault', running.vault, '--json');
    // The engine that was locked has ended; its successor answers whoever comes.
    const next = await aSocket(running.origin, session);
    const after = (await clientOver(next).vault.hello()).vault;
    next.close();
    const again = await hashline('lock', '--vault', running.vault, '--json');
    socket.close();
    expect({
      busy: busy.exit,
      asked: [asked.exit, asked.answer],
      after,
      again: [again.exit, again.answer],
    }).toEqual({
      busy: 0,
      asked: [0, { locked: true }],
      after: 'locked',
      again: [0, { locked: false }],
    });
  }, 60_000);
});

describe('hashline doctor', () => {
  test.skipIf(process.platform === 'win32')(
    'ends with 0 for a sound vault, with 5 for a file others can read',
    async () => {
      using terminal = await atTerminal();
      const { vault, as } = terminal;
      vault.lock();
      const sound = await hashline('doctor', ...as(PERSON));
      chmodSync(databasePathOf(vault.folder), 0o644);
      const open = await hashline('doctor', ...as(PERSON));
      const closed = await hashline('doctor', '--closed', '--vault', vault.folder);
      expect({
        sound: [sound.exit, (sound.answer as { ok: boolean }).ok],
        open: [open.exit, (open.answer as { ok: boolean }).ok],
        closed: [closed.exit, closed.answer],
      }).toEqual({
        sound: [0, true],
        open: [5, false],
        closed: [
          5,
          expect.stringMatching(/FAILED {2}Only this account may read vault-[0-9a-f]{12}\.db +mode 644/),
        ],
      });
    },
    60_000,
  );

  test('ends with 5 for a keyring that was weakened and for a database in plain text', async () => {
    using terminal = await atTerminal();
    const { vault, as } = terminal;
    vault.lock();
    writeFileSync(databasePathOf(vault.folder), Buffer.from(`SQLite format 3\0${'\0'.repeat(8192)}`), {
      mode: 0o600,
    });
    const plain = await hashline('doctor', ...as(PERSON));
    const plainClosed = await hashline('doctor', '--closed', '--vault', vault.folder, '--json');
    writeKeyring(vault.folder, (keyring) => {
      Object.assign(keyring.people[0]!.kdf, { passes: 1 });
    });
    const weak = await hashline('doctor', ...as(PERSON));
    const weakClosed = await hashline('doctor', '--closed', '--vault', vault.folder, '--json');
    expect([plain, plainClosed, weak, weakClosed].map(({ exit }) => exit)).toEqual([5, 5, 5, 5]);
  }, 60_000);

  test('with the wrong passphrase ends with 4 and looks at nothing', async () => {
    using terminal = await atTerminal();
    const { vault, as } = terminal;
    await enrolled(vault, 'Ann', 'administrator');
    vault.lock();
    const administrator = await hashline('doctor', ...as('Ann'));
    expect([administrator.exit, administrator.errors]).toEqual([4, 'error: your role may not work\n']);
  }, 60_000);
});
