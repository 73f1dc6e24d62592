import { join } from 'node:path';
import type { CaseId } from '../../shared/domain/ids.ts';
import { Database } from '../../src-main/engine/storage/database.ts';
import { FolderAssets } from '../../src-main/ports/assets.ts';
import { systemClock } from '../../src-main/ports/clock.ts';
import { AssetsWithRate } from '../../tools/assets-with-rate.ts';
import { aCommand } from '../support/a-command.ts';
import { aFolder } from '../support/a-folder.ts';
import { aFileCase, aListOf, matched } from '../support/a-matched-vault.ts';
import { aHash, aReport } from '../support/a-report.ts';
import { ASSETS, type AVault, aVault } from '../support/a-vault.ts';
import { illegalIn } from '../support/an-assessment.ts';
import { databasePathOf } from '../support/vault-database.ts';
import { type Figure, figure, median, timed } from './figures.ts';
import { logFrames } from './log-frames.ts';

/** Decisions, and bare rows, measured in turns, so that other work on the machine slows both. */
const TURN = 50;
/** Cases decided in one stroke. */
const STROKE = 32;
/** Decisions of which the pages are counted. */
const LOGGED = 100;

/**
 * Decisions with their ledger entry and outbox row, one durable commit each, beside bare commits of one row with the
 * same library, the same settings, on the same disk. The clock is the real one: time on duty is counted with it.
 */
export async function commitBench(decisions: number): Promise<Figure[]> {
  const assets = new AssetsWithRate(new FolderAssets(ASSETS), 0, { oneStroke: true });
  using vault = await aVault({ ports: { clock: systemClock, assets } });
  using bare = bareRows();
  const ids = await casesOf(vault, decisions + LOGGED);
  const database = databasePathOf(vault.folder);
  const decide = (id: CaseId) =>
    vault.client.review.assess({ command: aCommand(), case: id, judgement: illegalIn('BE') });
  const took: number[] = [];
  let cpuUs = 0;
  const rows = { ms: 0, cpuUs: 0 };
  for (let from = 0; from < decisions; from += TURN) {
    for (const id of ids.slice(from, Math.min(from + TURN, decisions))) {
      const cpuBefore = process.cpuUsage();
      took.push(await timed(() => decide(id)));
      cpuUs += cpuSince(cpuBefore);
    }
    const cpuBefore = process.cpuUsage();
    rows.ms += bare.commit(TURN);
    rows.cpuUs += cpuSince(cpuBefore);
  }
  // Apart from the timed ones: reading the whole log each time fills the memory that they would then wait to be cleared.
  const pages: number[] = [];
  const commits: number[] = [];
  for (const id of ids.slice(decisions)) {
    const logged = logFrames(database);
    await decide(id);
    const now = logFrames(database);
    if (now.salt !== logged.salt) continue;
    pages.push(now.pages - logged.pages);
    commits.push(now.commits - logged.commits);
  }
  const perSecond = (ms: number) => (took.length / ms) * 1000;
  return [
    figure(
      'decision, ledger entry and referral, durable',
      perSecond(took.reduce((total, ms) => total + ms, 0)),
      'commits/s',
      'one bare row each',
      perSecond(rows.ms),
    ),
    figure(
      'decision, for each second of processor time',
      perSecond(cpuUs / 1000),
      'commits/s',
      'one bare row each',
      perSecond(rows.cpuUs / 1000),
    ),
    figure('one decision, median', median(took), 'ms'),
    figure('one decision, processor time', cpuUs / 1000 / took.length, 'ms'),
    figure('pages that a decision writes', median(pages), 'pages'),
    figure('durable commits of a decision', median(commits), 'commits'),
    ...(await bulkBench(vault, bare, Math.min(decisions, 512))),
  ];
}

/** Known cases decided in strokes, each stroke one durable commit, beside one bare row for each case. */
async function bulkBench(vault: AVault, bare: BareRows, decisions: number): Promise<Figure[]> {
  const { client } = vault;
  const hashes = Array.from({ length: decisions }, (_value, index) => aHash(40, index + 1));
  await aListOf(
    vault,
    hashes.map((sha1, index) => ({ id: `e${index}`, sha1 })),
  );
  const ids: CaseId[] = [];
  for (const sha1 of hashes) ids.push(await aFileCase(vault, { sha1 }));
  await matched(vault);
  let ms = 0;
  let bareMs = 0;
  for (let from = 0; from < ids.length; from += STROKE) {
    const cases = ids.slice(from, from + STROKE);
    const command = aCommand();
    ms += await timed(() => client.review.assessKnown({ command, cases, classification: 'baseline' }));
    bareMs += bare.commit(cases.length);
  }
  return [
    figure(
      `decisions, ${STROKE} in one stroke`,
      (decisions / ms) * 1000,
      'decisions/s',
      'one bare row each',
      (decisions / bareMs) * 1000,
    ),
  ];
}

const cpuSince = (before: NodeJS.CpuUsage): number => {
  const { user, system } = process.cpuUsage(before);
  return user + system;
};

async function casesOf({ client }: AVault, count: number): Promise<CaseId[]> {
  const ids: CaseId[] = [];
  for (let i = 0; i < count; i++) {
    const report = aReport().of(`https://host-${i}.example/`).build();
    ids.push((await client.intake.report({ command: aCommand(), report })).cases[0]!.id);
  }
  return ids;
}

interface BareRows extends Disposable {
  /** @returns milliseconds */
  commit(rows: number): number;
}

function bareRows(): BareRows {
  const folder = aFolder();
  const db = Database.create(join(folder.path, 'bare.db'), new Uint8Array(32).fill(1));
  db.execute('CREATE TABLE t (n INTEGER PRIMARY KEY, x TEXT) STRICT');
  const insert = db.prepare('INSERT INTO t VALUES (?, ?)');
  let n = 0;
  return {
    commit: (rows) => {
      const before = performance.now();
      for (let each = 0; each < rows; each++) db.transaction(() => insert.run([n++, 'x'.repeat(300)]));
      return performance.now() - before;
    },
    [Symbol.dispose]: () => {
      db.close();
      folder[Symbol.dispose]();
    },
  };
}
