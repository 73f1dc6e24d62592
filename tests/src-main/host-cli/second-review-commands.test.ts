import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { aFolder } from '../../support/a-folder.ts';
import { runHere } from '../../support/a-shell.ts';
import { PASSPHRASE } from '../../support/a-vault.ts';

test('hashline review draws the sample once more and says how far people agree', async () => {
  using folder = aFolder();
  writeFileSync(join(folder.path, 'passphrase'), PASSPHRASE);
  const vault = ['--vault', join(folder.path, 'vault'), '--passphrase-file', join(folder.path, 'passphrase')];
  const hashline = (...args: string[]) => runHere([...args, ...vault]);
  await hashline('init', '--name', 'Sam', '--sample');
  const { cases } = JSON.parse((await hashline('queue', '--limit', '1', '--json')).stdout);
  await hashline('assess', cases[0].id, '--legality', 'legal');
  const period = new Date().toISOString().slice(0, 7);
  const sample = await hashline('review', 'sample', '--period', period, '--json');
  const text = await hashline('review', 'sample', '--period', period);
  const agreement = await hashline('review', 'agreement', '--json');
  expect([sample.exit, JSON.parse(sample.stdout)]).toEqual([
    0,
    expect.objectContaining({ period, seed: null, assessments: 1, mismatches: [] }),
  ]);
  expect(text.stdout).toContain('The sample is the one the seed gives.');
  expect([agreement.exit, JSON.parse(agreement.stdout)]).toEqual([
    0,
    expect.objectContaining({ from: period, to: period, disputed: 0, golden: [] }),
  ]);
  expect([
    (await hashline('review', 'sample', '--period', 'november')).exit,
    (await hashline('review', 'sample', '--period', '2020-01')).exit,
  ]).toEqual([2, 3]);
});
