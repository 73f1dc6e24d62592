import { join } from 'node:path';
import { expect, test } from 'vitest';
import { aTerminalWithVault } from '../../support/a-terminal.ts';
import { scartFile, scartRow } from '../../support/intake.ts';
import { inDatabaseOf } from '../../support/vault-database.ts';

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
    rebuilt: {
      entries: expect.any(Number),
      rows: expect.any(Number),
      unrestored: [],
      erased: [],
      differing: [],
      unreadable: [],
    },
    total: 1,
    again: [3, true],
  });
});

test('at the terminal the doctor puts rows right that do not follow from the record', async () => {
  using terminal = await aTerminalWithVault(3);
  await terminal.ask('import', terminal.file('reports.csv', scartFile([scartRow('https://a.example/')])));
  const whole = await terminal.ask('doctor', '--repair');
  await inDatabaseOf(terminal.vault, (db) => db.execute('DELETE FROM sightings'));
  const wrong = await terminal.run('audit', 'verify', ...terminal.options);
  const repaired = await terminal.ask('doctor', '--repair');
  const right = await terminal.run('audit', 'verify', ...terminal.options);
  expect({ whole, wrong: wrong.exit, repaired, right: right.exit }).toEqual({
    whole: { entries: expect.any(Number), repaired: [], unrestored: [], kept: null },
    wrong: 5,
    repaired: {
      entries: expect.any(Number),
      repaired: [{ table: 'sightings', missing: 0, added: 1, changed: 0 }],
      unrestored: [],
      kept: expect.stringMatching(/^damaged-/),
    },
    right: 0,
  });
});
