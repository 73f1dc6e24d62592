import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { aFolder } from '../../support/a-folder.ts';
import { PASSPHRASE } from '../../support/a-vault.ts';
import { programFile } from '../../support/programs.ts';

test('hashline review draws the sample once more and says how far people agree', { timeout: 120_000 }, () => {
  using folder = aFolder();
  writeFileSync(join(folder.path, 'passphrase'), PASSPHRASE);
  const vault = ['--vault', join(folder.path, 'vault'), '--passphrase-file', join(folder.path, 'passphrase')];
  const hashline = (...args: string[]) =>
    spawnSync(process.execPath, [programFile('hashline'), ...args, ...vault], { encoding: 'utf8' });
  hashline('init', '--name', 'Sam', '--sample');
  const { cases } = JSON.parse(hashline('queue', '--limit', '1', '--json').stdout);
  hashline('assess', cases[0].id, '--legality', 'legal');
  const period = new Date().toISOString().slice(0, 7);
  const sample = hashline('review', 'sample', '--period', period, '--json');
  const text = hashline('review', 'sample', '--period', period);
  const agreement = hashline('review', 'agreement', '--json');
  expect([sample.status, JSON.parse(sample.stdout)]).toEqual([
    0,
    expect.objectContaining({ period, seed: null, assessments: 1, mismatches: [] }),
  ]);
  expect(text.stdout).toContain('The sample is the one the seed gives.');
  expect([agreement.status, JSON.parse(agreement.stdout)]).toEqual([
    0,
    expect.objectContaining({ from: period, to: period, disputed: 0, golden: [] }),
  ]);
  expect([
    hashline('review', 'sample', '--period', 'november').status,
    hashline('review', 'sample', '--period', '2020-01').status,
  ]).toEqual([2, 3]);
});
