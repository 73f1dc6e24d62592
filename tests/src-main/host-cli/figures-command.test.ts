import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { aTerminalWithVault } from '../../support/a-terminal.ts';
import { scartFile, scartRow } from '../../support/intake.ts';

test('at the terminal the figures of a vault and of its export are the same, and a changed export has none', async () => {
  using terminal = await aTerminalWithVault(0);
  await terminal.ask('import', terminal.file('a.csv', scartFile([scartRow('https://a.example/')])));
  const [{ id }] = (await terminal.ask('queue')).cases as [{ id: string }];
  await terminal.ask(
    ...['assess', id, '--legality', 'illegal', '--hosting', 'BE', '--classification', 'baseline'],
  );
  const year = String(new Date().getUTCFullYear());
  const ofVault = await terminal.ask('figures', '--period', year);
  const file = join(terminal.folder, 'export.jsonl');
  await terminal.ask('audit', 'export', file);
  const ofExport = await terminal.run('figures', '--from', file, '--period', year, '--json');
  const bare = JSON.parse(ofExport.stdout);
  expect(ofVault).toMatchObject({
    reports: { received: 1 },
    decided: { cases: 1, byZone: { own: 1 } },
    illegal: { cases: 1, byClassification: { baseline: 1 } },
    days: { receiptToDecision: { unknown: 0 } },
  });
  expect(bare.days.receiptToDecision.unknown).toBe(1);
  const alike = (figures: object) => ({ ...figures, days: null, entries: null });
  expect(alike(bare)).toEqual(alike(ofVault));
  const shown = await terminal.run('figures', '--from', file, '--period', year);
  expect(shown.stdout).toMatch(/^\d{4}-01-01 to \d{4}-12-31\n[\s\S]*illegal byClassification baseline\s+1\n/);
  writeFileSync(file, readFileSync(file, 'utf8').replace('"baseline"', '"national"'));
  const changed = await terminal.run('figures', '--from', file, '--period', year);
  expect([changed.exit, changed.stderr]).toEqual([5, expect.stringContaining('not as it was signed')]);
});

test('at the terminal a period that is none, and a command that names no record or two, are refused', async () => {
  using terminal = await aTerminalWithVault();
  const period = await terminal.run('figures', '--period', '2026-13', ...terminal.options);
  const none = await terminal.run('figures', '--period', '2026');
  expect([period.exit, period.stderr, none.exit, none.stderr]).toEqual([
    2,
    expect.stringContaining('2026-10-01..2026-12-31'),
    2,
    expect.stringContaining('either --vault or --from'),
  ]);
});
