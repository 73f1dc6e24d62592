import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Decrypter, generateX25519Identity, identityToRecipient } from 'age-encryption';
import { describe, expect, test } from 'vitest';
import { aTerminal, aTerminalWithVault, type Terminal } from '../../support/a-terminal.ts';
import { scartFile, scartRow } from '../../support/intake.ts';

async function someone(terminal: Terminal): Promise<{ file: string; recipient: string; identity: string }> {
  const identity = await generateX25519Identity();
  const file = terminal.file('identity.txt', `# somebody\r\n${identity}\r\n`);
  return { file, identity, recipient: await identityToRecipient(identity) };
}

describe('hashline backup', () => {
  test('makes, verifies and restores a vault, which the same person opens', async () => {
    using terminal = await aTerminalWithVault(3);
    const { file: identity, recipient } = await someone(terminal);
    await terminal.ask('import', terminal.file('reports.csv', scartFile([scartRow('https://a.example/')])));
    const out = join(terminal.folder, 'vault.age');
    const into = join(terminal.folder, 'restored');
    const made = await terminal.ask('backup', 'create', '--out', out, '--to', recipient);
    const json = async (...args: string[]) => JSON.parse((await terminal.run(...args, '--json')).stdout);
    const bare = await json('backup', 'verify', out);
    const opened = await json('backup', 'verify', out, '--identity', identity);
    const restored = await json('backup', 'restore', out, '--into', into, '--identity', identity);
    const again = await terminal.run('backup', 'restore', out, '--into', into, '--identity', identity);
    const [, , ...passphrase] = terminal.options;
    const queue = await json('queue', '--vault', into, ...passphrase);
    const doctor = await json('doctor', '--vault', into, ...passphrase);
    const { at, entries, root } = made;
    const said = { at, entries, root, bytes: expect.any(Number), device: expect.any(String) };
    expect({
      made,
      bare,
      opened,
      restored,
      again: again.exit,
      total: queue.total,
      doctor: doctor.ok,
    }).toEqual({
      made: {
        file: out,
        at: expect.any(String),
        entries: expect.any(Number),
        root: expect.any(String),
        bytes: statSync(out).size,
        sha256: expect.any(String),
        recipients: [recipient],
      },
      bare: { ok: true, problems: [], publicKey: expect.any(String), opened: 'nothing', ...said },
      opened: { ok: true, problems: [], publicKey: expect.any(String), opened: 'files', ...said },
      restored: { into, device: expect.any(String), at, entries, root },
      again: 3,
      total: 1,
      doctor: true,
    });
    expect(statSync(out).mode & 0o777).toBe(0o600);
  });

  test('goes to the recovery key by default, which opens the database too', async () => {
    using terminal = aTerminal();
    const init = await terminal.ask('init', '--name', 'Ada');
    const { identity } = init.recovery as { identity: string };
    const out = join(terminal.folder, 'vault.age');
    await terminal.ask('backup', 'create', '--out', out);
    const verified = await terminal.run(
      'backup',
      'verify',
      out,
      '--identity',
      terminal.file('key', identity),
      '--json',
    );
    expect(JSON.parse(verified.stdout)).toMatchObject({ ok: true, opened: 'database' });
  });

  test('can be read without Hashline, by age alone', async () => {
    using terminal = await aTerminalWithVault(3);
    const { identity, recipient } = await someone(terminal);
    const out = join(terminal.folder, 'vault.age');
    const { entries } = await terminal.ask('backup', 'create', '--out', out, '--to', recipient);
    const decrypter = new Decrypter();
    decrypter.addIdentity(identity);
    const plain = await decrypter.decrypt(new Uint8Array(readFileSync(out)).slice(0, -1024));
    const [line = ''] = Buffer.from(plain).toString('latin1').split('\n', 1);
    expect(JSON.parse(line)).toMatchObject({ format: 'hashline-backup/1', entries });
  });

  test('tells a damaged, a cut and a foreign file, and another identity, and restores none of them', async () => {
    using terminal = await aTerminalWithVault(3);
    const { recipient } = await someone(terminal);
    const out = join(terminal.folder, 'vault.age');
    await terminal.ask('backup', 'create', '--out', out, '--to', recipient);
    const bytes = readFileSync(out);
    const changed = Buffer.from(bytes);
    changed[1000] = (changed[1000] ?? 0) ^ 1;
    const own = join(terminal.folder, 'files', 'identity.txt');
    const other = terminal.file('other.txt', await generateX25519Identity());
    const into = join(terminal.folder, 'restored');
    const tried = async (file: string, identity = own) => [
      (await terminal.run('backup', 'verify', file, '--identity', identity)).exit,
      (await terminal.run('backup', 'restore', file, '--into', into, '--identity', identity)).exit,
    ];
    expect({
      changed: await tried(terminal.file('changed.age', changed)),
      cut: await tried(terminal.file('cut.age', bytes.subarray(0, -5000))),
      foreign: await tried(terminal.file('foreign.age', 'nothing of the kind')),
      other: await tried(out, other),
      into: existsSync(into) ? readdirSync(into) : [],
    }).toEqual({ changed: [5, 5], cut: [5, 5], foreign: [5, 5], other: [4, 4], into: [] });
  });

  test('keeps as many of the backups it named itself as it is told, and touches nothing else', async () => {
    using terminal = await aTerminalWithVault(3);
    const { recipient } = await someone(terminal);
    const folder = join(terminal.folder, 'backups');
    mkdirSync(folder);
    const others = [
      'hashline-backup-20200101T000000Z.age',
      'hashline-backup-20200102T000000Z.age',
      'mine.age',
    ];
    for (const name of others) writeFileSync(join(folder, name), '');
    const made = await terminal.ask('backup', 'create', '--out', folder, '--keep', '2', '--to', recipient);
    const verified = await terminal.run('backup', 'verify', String(made.file));
    expect([made.removed, verified.exit, readdirSync(folder).length]).toEqual([[others[0]], 0, 3]);
  });

  test('leaves no half file where it cannot be made', async () => {
    using terminal = await aTerminalWithVault(3);
    const out = join(terminal.folder, 'vault.age');
    const failed = await terminal.run(
      'backup',
      'create',
      '--out',
      out,
      '--to',
      'age1nobody',
      ...terminal.options,
    );
    writeFileSync(join(terminal.folder, 'a-file'), '');
    expect([
      failed.exit,
      failed.stderr,
      readdirSync(terminal.folder).filter((name) => name.includes('vault.')),
    ]).toEqual([3, expect.stringContaining('age1nobody'), []]);
  });
});

test('at the terminal the backups of a workstation are planned, looked at and ended', async () => {
  using terminal = await aTerminalWithVault(0);
  const none = await terminal.ask('backup', 'schedule');
  const planned = ['--folder', terminal.folder, '--every', '24', '--keep', '14'];
  const set = await terminal.ask('backup', 'schedule', ...planned);
  const half = await terminal.run('backup', 'schedule', '--every', '24', ...terminal.options);
  const off = await terminal.ask('backup', 'schedule', '--off');
  const plan = { folder: terminal.folder, everyHours: 24, keep: 14, recipients: [] };
  expect([none.plan, set.plan, half.exit, off.plan]).toEqual([null, plan, 2, null]);
});
