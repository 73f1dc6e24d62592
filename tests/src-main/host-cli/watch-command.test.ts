import { copyFileSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { aTerminalWithVault, type Terminal } from '../../support/a-terminal.ts';
import { scartFile, scartRow } from '../../support/intake.ts';

const GOOD = scartFile([scartRow('https://a.example/1')]);

function aWatchedFolder(terminal: Terminal): string {
  const folder = join(terminal.folder, 'watched');
  mkdirSync(folder);
  return folder;
}
const watch = (terminal: Terminal, folder: string, ...args: string[]) =>
  terminal.run('watch', folder, '--once', '--stable', '0.1', ...args, ...terminal.options);
const inFolder = (folder: string, name: string) => readdirSync(join(folder, name)).sort();

test('a file that is put into a watched folder is imported and moved with a note; a refused one is moved apart with its reasons', async () => {
  using terminal = await aTerminalWithVault(0);
  const folder = aWatchedFolder(terminal);
  writeFileSync(join(folder, 'good.csv'), GOOD);
  writeFileSync(join(folder, 'bad.csv'), scartFile([scartRow('no address')]));
  writeFileSync(join(folder, 'later.csv.part'), GOOD);
  symlinkSync(terminal.file('elsewhere.csv', GOOD), join(folder, 'link.csv'));
  const { exit, stdout } = await watch(terminal, folder);
  expect({
    exit,
    told: stdout.trim(),
    left: readdirSync(folder).sort(),
    done: inFolder(folder, 'done'),
    failed: inFolder(folder, 'failed'),
    why: readFileSync(join(folder, 'failed', 'bad.csv.note.txt'), 'utf8').includes('row 2, URL, bad-url'),
    note: readFileSync(join(folder, 'done', 'good.csv.note.txt'), 'utf8').includes('1 reports'),
    cases: (await terminal.ask('queue')).total,
  }).toEqual({
    exit: 3,
    told: '1 files imported, 1 refused.',
    left: ['done', 'failed', 'later.csv.part', 'link.csv'],
    done: ['good.csv', 'good.csv.note.txt'],
    failed: ['bad.csv', 'bad.csv.note.txt'],
    why: true,
    note: true,
    cases: 1,
  });
});

test('a file that was stored and not moved, as when the machine stopped in between, changes nothing and is moved then', async () => {
  using terminal = await aTerminalWithVault(0);
  const folder = aWatchedFolder(terminal);
  writeFileSync(join(folder, 'good.csv'), GOOD);
  await watch(terminal, folder);
  copyFileSync(join(folder, 'done', 'good.csv'), join(folder, 'good.csv'));
  const { exit } = await watch(terminal, folder);
  expect({
    exit,
    done: inFolder(folder, 'done'),
    note: readFileSync(join(folder, 'done', 'good (2).csv.note.txt'), 'utf8').includes('was imported before'),
    cases: (await terminal.ask('queue')).total,
  }).toEqual({
    exit: 0,
    done: ['good (2).csv', 'good (2).csv.note.txt', 'good.csv', 'good.csv.note.txt'],
    note: true,
    cases: 1,
  });
});

test('a folder that is not there is told at once, and a wrong passphrase moves nothing', async () => {
  using terminal = await aTerminalWithVault(0);
  const folder = aWatchedFolder(terminal);
  writeFileSync(join(folder, 'good.csv'), GOOD);
  const wrong = terminal.file('wrong', 'another passphrase of some length\n');
  const args = ['watch', folder, '--once', '--stable', '0.1', '--vault', terminal.vault];
  expect([
    (await terminal.run('watch', join(folder, 'absent'), ...terminal.options)).exit,
    (await terminal.run(...args, '--passphrase-file', wrong)).exit,
    readdirSync(folder),
  ]).toEqual([2, 4, ['good.csv']]);
});
