import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aTerminal, type Terminal } from '../../support/a-terminal.ts';
import { PERSON } from '../../support/a-vault.ts';
import { programFile } from '../../support/programs.ts';

/** The commands themselves are tested in the process of the tests; here is what only the program can show. */
describe('the program `hashline`', { timeout: 60_000 }, () => {
  let terminal: Terminal;
  beforeAll(async () => {
    terminal = aTerminal('process');
    await terminal.ask('init', '--name', PERSON);
  });
  afterAll(() => terminal[Symbol.dispose]());

  test('answers on stdout, complains on stderr, and ends with the code of what happened', async () => {
    const wrong = terminal.file('wrong', 'not the passphrase at all');
    const lists = terminal.file('a.txt', 'nothing\n');
    const { options, run } = terminal;
    const list = ['lists', 'import', lists, '--name', 'a', '--type', 'sums', '--meaning', 'watch'];
    const ran = {
      done: await run('queue', ...options),
      usage: await run('destroy'),
      refused: await run(...list, ...options),
      notPermitted: await run('queue', '--vault', terminal.vault, '--passphrase-file', wrong),
      help: await run('--help'),
    };
    const told = Object.entries(ran).map(([how, { exit, stdout, stderr }]) => [
      ...[how, exit, stdout !== '', stderr.split('\n', 1)[0]],
    ]);
    expect(told).toEqual([
      ['done', 0, true, ''],
      ['usage', 2, false, "error: unknown command 'destroy'"],
      ['refused', 3, true, ''],
      ['notPermitted', 4, false, expect.stringMatching(/^error: the passphrase does not open the vault/)],
      ['help', 0, true, ''],
    ]);
  });

  test.skipIf(process.platform === 'win32').each(['SIGINT', 'SIGTERM'] as const)(
    'that serves until it is told to stop ends well at %s',
    async (signal) => {
      const folder = join(terminal.folder, `witness-${signal}`);
      const witness = spawn(
        process.execPath,
        [programFile('hashline'), 'witness', '--dir', folder, '--json'],
        { stdio: ['ignore', 'pipe', 'ignore'] },
      );
      const exited = once(witness, 'exit');
      await once(createInterface({ input: witness.stdout }), 'line');
      witness.kill(signal);
      expect(await exited).toEqual([0, null]);
    },
  );
});
