import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from '../../architecture/source-tree.ts';
import { aTerminalWithVault, type Terminal } from '../../support/a-terminal.ts';
import { scartFile, scartRow } from '../../support/intake.ts';
import { PYTHON } from '../../support/three-verifiers.ts';

/** Imports two reports and decides one of them. @returns the decided case */
async function decided(terminal: Terminal): Promise<string> {
  const rows = [scartRow('https://a.example/'), scartRow('https://b.example/')];
  await terminal.ask('import', terminal.file('reports.csv', scartFile(rows)));
  const { cases } = (await terminal.ask('queue')) as { cases: { id: string }[] };
  const id = cases[0]!.id;
  await terminal.ask('assess', id, '--legality', 'legal', '--note', 'a note to be erased');
  return id;
}

test('at the terminal texts are erased after a look, and three verifiers accept the record of it', async () => {
  using terminal = await aTerminalWithVault(0);
  const id = await decided(terminal);
  const look = await terminal.ask('erase', '--closed-before', '2999-01-01', '--dry-run');
  const done = await terminal.ask('erase', '--case', id, '--reason', 'request');
  const again = await terminal.run('erase', '--closed-before', '2999-01-01', ...terminal.options);
  const verified = await terminal.ask('audit', 'verify');
  const file = join(terminal.folder, 'ledger.jsonl');
  await terminal.ask('audit', 'export', file, '--with-enclosures');
  const here = await terminal.run('audit', 'verify', file);
  const outside = [
    [process.execPath, 'hashline-verify.mjs'],
    [PYTHON, 'hashline_verify.py'],
  ].map(([program, script]) => spawnSync(program!, [join(ROOT, 'verifier', script!), file]).status);
  expect({ look, done, verified, verdicts: [here.exit, ...outside] }).toEqual({
    look: expect.objectContaining({ cases: 1, waiting: [], before: 0 }),
    done: expect.objectContaining({ cases: 1, entries: 1, acts: [expect.any(Number)], olderCopies: [] }),
    verified: expect.objectContaining({ ok: true, erased: [{ by: (done.acts as number[])[0], entries: 1 }] }),
    verdicts: [0, 0, 0],
  });
  expect(again.stdout).toContain('1 cases were erased before');
});

test('at the terminal an erasure names cases or a day, and not both', async () => {
  using terminal = await aTerminalWithVault(0);
  const day = ['--closed-before', '2026-01-01'];
  const one = ['--case', '0190a5d3-5c4e-7000-8000-000000000001'];
  const runs = [[], [...day, ...one], ['--case', 'x'], one].map((given) =>
    terminal.run('erase', ...given, ...terminal.options),
  );
  expect((await Promise.all(runs)).map(({ exit }) => exit)).toEqual([2, 2, 2, 3]);
});
