import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { aFolder } from '../support/a-folder.ts';
import { aVault } from '../support/a-vault.ts';
import { importSteps } from '../support/an-import.ts';
import { aScartFile } from './a-scart-file.ts';
import { type Figure, figure, timed } from './figures.ts';

/** Import through the engine, checked and stored in the encrypted vault, beside the sqlite3 shell's `.import`. */
export async function importBench(rows: number): Promise<Figure[]> {
  const file = aScartFile(rows);
  using vault = await aVault();
  const cpuBefore = process.cpuUsage();
  const totalMs = await timed(async () => {
    const steps = await importSteps(vault.client, file, { name: 'bench.csv' });
    const last = steps.at(-1);
    if (last?.phase !== 'done' || last.result.reports !== rows)
      throw new Error('the import did not take every row');
  });
  const cpu = process.cpuUsage(cpuBefore);
  const [batch] = await vault.client.intake.batches();
  if (batch?.casesNew !== rows) throw new Error('the import did not make a case of every row');
  const shell = shellImportMs(file);
  return [
    figure(
      `import of ${rows.toLocaleString('en')} rows`,
      (rows / totalMs) * 1000,
      'rows/s',
      shell === null ? null : 'sqlite3 .import, unchecked, unencrypted',
      shell === null ? null : (rows / shell) * 1000,
    ),
    // On a machine that others use too, this one is the steadier.
    figure(
      `import of ${rows.toLocaleString('en')} rows, for each second of processor time`,
      (rows / (cpu.user + cpu.system)) * 1_000_000,
      'rows/s',
    ),
  ];
}

/** The shell's time for the same file into one plain table with one index; null where there is no shell. */
function shellImportMs(file: Buffer): number | null {
  using folder = aFolder();
  const path = join(folder.path, 'bench.csv');
  writeFileSync(path, file);
  const script = [
    'CREATE TABLE r (url TEXT, referer TEXT, email TEXT, reference TEXT, source TEXT, type TEXT, hosting TEXT, received TEXT);',
    'CREATE UNIQUE INDEX r_url ON r (url);',
    '.mode csv',
    '.separator ;',
    `.import --skip 1 ${path} r`,
  ].join('\n');
  const before = performance.now();
  const { status, error } = spawnSync('sqlite3', [join(folder.path, 'bench.db')], { input: script });
  return error || status !== 0 ? null : performance.now() - before;
}
