import { join } from 'node:path';
import { Database } from '../../src-main/engine/storage/database.ts';
import { aCommand } from '../support/a-command.ts';
import { aFolder } from '../support/a-folder.ts';
import { aReport } from '../support/a-report.ts';
import { aVault } from '../support/a-vault.ts';
import { illegalIn } from '../support/an-assessment.ts';
import { type Figure, figure, median, timed } from './figures.ts';

/**
 * Decisions with their ledger entry and outbox row, one durable commit each, beside bare commits of one row with the
 * same library, the same settings, on the same disk.
 */
export async function commitBench(decisions: number): Promise<Figure[]> {
  using vault = await aVault();
  const { client } = vault;
  const ids = [];
  for (let i = 0; i < decisions; i++) {
    const report = aReport().of(`https://host-${i}.example/`).build();
    ids.push((await client.intake.report({ command: aCommand(), report })).cases[0]!.id);
  }
  const took: number[] = [];
  for (const id of ids) {
    const command = aCommand();
    took.push(await timed(() => client.review.assess({ command, case: id, judgement: illegalIn('BE') })));
  }
  const sum = took.reduce((total, ms) => total + ms, 0);
  return [
    figure(
      'decision, ledger entry and referral, durable',
      (decisions / sum) * 1000,
      'commits/s',
      'one bare row each',
      bareCommitsPerSecond(decisions),
    ),
    figure('one decision, median', median(took), 'ms'),
  ];
}

function bareCommitsPerSecond(commits: number): number {
  using folder = aFolder();
  const db = Database.create(join(folder.path, 'bare.db'), new Uint8Array(32).fill(1));
  db.execute('CREATE TABLE t (n INTEGER PRIMARY KEY, x TEXT) STRICT');
  const insert = db.prepare('INSERT INTO t VALUES (?, ?)');
  const before = performance.now();
  for (let n = 0; n < commits; n++) db.transaction(() => insert.run([n, 'x'.repeat(300)]));
  const perSecond = (commits / (performance.now() - before)) * 1000;
  db.close();
  return perSecond;
}
