import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { seeded } from '../src-main/receiver/a-desk.ts';
import { aHashList } from '../support/a-hash-list.ts';
import { aHash } from '../support/a-report.ts';
import { type AVault, aVault } from '../support/a-vault.ts';
import { programFile } from '../support/programs.ts';
import { countIn, inDatabaseOf } from '../support/vault-database.ts';
import { childEnvironment } from './child-environment.ts';

export const LIST_NAME = 'list';
export const READING = { format: 'sums', algorithm: 'sha1' } as const;
const VALUES = 20_000;

const valuesOf = (version: number): string[] =>
  Array.from({ length: VALUES }, (_, i) => aHash(40, version * VALUES + i));

/** The file of a version; no value of it stands in another one. */
export const versionSums = (version: number): string =>
  aHashList(valuesOf(version).map((sha1) => ({ sha1 }))).asSums();

export interface ListingReport {
  seed: number;
  kills: number;
  /** Versions whose import was acknowledged. */
  acknowledged: number;
  /** Kills after which the list was a newer version than the last acknowledged: taken, but not yet said. */
  ahead: number;
  /** Kills after which the index could not be used as it was saved. */
  rebuilt: number;
  /** Acknowledged versions that are gone. */
  lost: number;
  /** Times the list held something else than exactly one version. */
  between: number;
  leftovers: number;
  ledgerProblems: number;
  seconds: number;
}

/** Kills a process that replaces a list again and again, and looks each time what the list is. */
export async function killWhileListing({
  kills,
  seed,
}: {
  kills: number;
  seed: number;
}): Promise<ListingReport> {
  const startedMs = performance.now();
  const random = seeded(seed);
  using vault = await aVault();
  vault.lock();
  const report: ListingReport = {
    seed,
    kills,
    acknowledged: 0,
    ahead: 0,
    rebuilt: 0,
    lost: 0,
    between: 0,
    leftovers: 0,
    ledgerProblems: 0,
    seconds: 0,
  };
  for (let kill = 0; kill < kills; kill++) {
    const said = await liveAndDie(vault.folder, random());
    const acknowledged = Math.max(report.acknowledged, ...said);
    await look(vault, acknowledged, report);
    report.acknowledged = acknowledged;
  }
  report.ledgerProblems = await ledgerProblemsOf(vault);
  return { ...report, seconds: Math.round((performance.now() - startedMs) / 1000) };
}

/** @returns the versions it said it had taken */
async function liveAndDie(folder: string, moment: number): Promise<number[]> {
  const script = programFile('listing-process');
  const life = spawn(process.execPath, [script, folder], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: childEnvironment,
  });
  let text = '';
  const first = Promise.withResolvers<void>();
  life.stdout.setEncoding('utf8').on('data', (piece: string) => {
    text += piece;
    first.resolve();
  });
  const closed = once(life, 'close');
  life.stdin.write('go');
  // Half of them die anywhere from the unlock on, the others after they have worked a while.
  if (moment < 0.5) await wait(500 + moment * 1500);
  else {
    await Promise.race([first.promise, closed]);
    await wait((moment - 0.5) * 1200);
  }
  if (life.exitCode !== null) throw new Error(`the process ended by itself with ${life.exitCode}`);
  life.kill('SIGKILL');
  await closed;
  return text.split('\n').slice(0, -1).map(Number);
}

async function look(vault: AVault, acknowledged: number, report: ListingReport): Promise<void> {
  await vault.unlock();
  const { client } = vault;
  const [list] = await client.lists.list();
  const version = list?.version ?? 0;
  if (version < acknowledged) report.lost++;
  if (version > acknowledged) report.ahead++;
  const found = async (other: number) =>
    (await client.matching.matchMany({ algorithm: 'sha1', values: valuesOf(other) })).found;
  const whole = version === 0 || (await found(version)) === VALUES;
  // Before the first version there is none.
  const others = [version - 1, version + 1].filter((other) => other > 0);
  const foundOfOthers = await Promise.all(others.map(found));
  if (!whole || foundOfOthers.some((count) => count > 0)) report.between++;
  const index = await client.lists.index();
  if (index.state === 'ready' && index.rebuiltBecause !== null) report.rebuilt++;
  vault.lock();
  report.leftovers += await inDatabaseOf(vault.folder, (db) => {
    const staged = countIn(
      db,
      "SELECT count(*) AS n FROM list_imports WHERE state IN ('staged', 'replaced')",
    );
    const values = countIn(db, 'SELECT coalesce(sum(count), 0) AS n FROM list_blocks');
    return staged + (values === (version === 0 ? 0 : VALUES) ? 0 : 1);
  });
}

async function ledgerProblemsOf(vault: AVault): Promise<number> {
  await vault.unlock();
  for await (const step of await vault.client.audit.verify({})) {
    if (step.phase === 'done') return step.report.problems.length;
  }
  throw new Error('the verification ended without a report');
}
