import { join } from 'node:path';
import { expect, test } from 'vitest';
import { aTerminalWithVault } from '../../support/a-terminal.ts';
import { scartFile, scartRow } from '../../support/intake.ts';

test('at the terminal a vault is rebuilt from its record, and the same person opens the new one', async () => {
  using terminal = await aTerminalWithVault(3);
  await terminal.ask('import', terminal.file('reports.csv', scartFile([scartRow('https://a.example/')])));
  const into = join(terminal.folder, 'rebuilt');
  const rebuilt = await terminal.ask('rebuild', '--into', into);
  const [, , ...passphrase] = terminal.options;
  const queue = await terminal.run('queue', '--vault', into, ...passphrase, '--json');
  const again = await terminal.run('rebuild', '--into', into, ...terminal.options);
  expect({
    rebuilt,
    total: JSON.parse(queue.stdout).total,
    again: [again.exit, again.stderr.includes('Give an empty one.')],
  }).toEqual({
    rebuilt: { entries: expect.any(Number), rows: expect.any(Number), unrestored: [], differing: [] },
    total: 1,
    again: [3, true],
  });
});
