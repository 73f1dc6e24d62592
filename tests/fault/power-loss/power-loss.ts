import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Database } from '../../../src-main/engine/storage/database.ts';
import { seeded } from '../../src-main/receiver/a-desk.ts';
import { aVault } from '../../support/a-vault.ts';
import { ledgerProblemsIn } from '../../support/ledger-problems.ts';
import { programFile } from '../../support/programs.ts';
import { contentKeyOf, countIn, databasePathOf } from '../../support/vault-database.ts';
import { Disk, LOSSES } from './disk.ts';
import { LISTED_VALUES, listedBy } from './listing.ts';
import { readTrace } from './trace.ts';

export type Durability = 'full' | 'normal';

export interface PowerLossReport {
  seed: number;
  durability: Durability;
  decisions: number;
  images: number;
  /** Images in which a decision or an import of a list is missing that was acknowledged before. */
  imagesThatLost: number;
  mostLost: number;
  unreadable: number;
  /** Images in which decisions, ledger and outbox do not belong together, or a list is not whole. */
  inconsistent: number;
  seconds: number;
}

/** The shim, built for this run; null where there is no C compiler. */
function buildShim(folder: string): string | null {
  const shim = join(folder, 'shim.so');
  const source = join(import.meta.dirname, 'shim.c');
  const { status, error } = spawnSync('cc', [
    '-shared',
    '-fPIC',
    '-O2',
    '-o',
    shim,
    source,
    '-ldl',
    '-lpthread',
  ]);
  return error || status !== 0 ? null : shim;
}

/** Whether power can be lost here: Linux with a C compiler. */
export function canLosePower(): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'hashline-shim-'));
  try {
    return process.platform === 'linux' && buildShim(folder) !== null;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Records everything a deciding engine does to its disk, and after every `every`-th operation lets the power go in three
 * ways. Each disk that is left must open and hold every decision acknowledged before.
 */
export async function losePower(options: {
  decisions: number;
  every: number;
  seed: number;
  durability?: Durability;
}): Promise<PowerLossReport> {
  const { decisions, every, seed, durability = 'full' } = options;
  const startedMs = performance.now();
  const work = mkdtempSync(join(tmpdir(), 'hashline-power-'));
  try {
    using vault = await aVault();
    vault.lock();
    const shim = buildShim(work);
    if (shim === null) throw new Error('there is no C compiler here');
    const before = new Map(
      readdirSync(vault.folder).map((name) => [
        join(vault.folder, name),
        readFileSync(join(vault.folder, name)),
      ]),
    );
    const trace = join(work, 'trace');
    const key = await contentKeyOf(vault.folder);
    const database = databasePathOf(vault.folder).slice(vault.folder.length + 1);
    spawnSync(
      process.execPath,
      [programFile('power-losing-process'), vault.folder, String(decisions), durability],
      { env: { PATH: process.env.PATH, LD_PRELOAD: shim, PL_DIR: `${vault.folder}/`, PL_TRACE: trace } },
    );
    const disk = new Disk(before);
    const random = seeded(seed);
    const image = join(work, 'image');
    const tally = { images: 0, imagesThatLost: 0, mostLost: 0, unreadable: 0, inconsistent: 0 };
    let acknowledged = -1;
    let done = 0;
    for (const operation of readTrace(trace)) {
      if (operation.kind === 'said') {
        acknowledged = Math.max(
          acknowledged,
          ...operation.bytes.toString('utf8').trim().split('\n').map(Number),
        );
      } else disk.do(operation);
      done += 1;
      if (acknowledged < 0 || done % every !== 0) continue;
      for (const loss of LOSSES) {
        disk.lose(loss, image, random);
        tally.images += 1;
        const left = await lookAt(join(image, database), key, tally.images % 25 === 0);
        if (left === 'unreadable') tally.unreadable += 1;
        else if (left === 'inconsistent') tally.inconsistent += 1;
        else {
          const { decisions: kept, imports } = left;
          const lost = Math.max(acknowledged - kept, listedBy(acknowledged) - imports);
          if (lost > 0) tally.imagesThatLost += 1;
          tally.mostLost = Math.max(tally.mostLost, lost);
        }
      }
    }
    return {
      seed,
      durability,
      decisions,
      ...tally,
      seconds: Math.round((performance.now() - startedMs) / 1000),
    };
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** What the database holds, or what is wrong with it. */
async function lookAt(
  path: string,
  key: Uint8Array,
  closely: boolean,
): Promise<{ decisions: number; imports: number } | 'unreadable' | 'inconsistent'> {
  let db: Database;
  try {
    db = Database.open(path, key);
  } catch {
    return 'unreadable';
  }
  try {
    const assessed = countIn(db, 'SELECT count(*) AS n FROM assessments');
    const entered = countIn(db, "SELECT count(*) AS n FROM ledger_entries WHERE kind = 'case.assessed'");
    const queued = countIn(db, 'SELECT count(*) AS n FROM referrals');
    const entries = countIn(db, 'SELECT count(*) AS n FROM ledger_entries');
    const size = countIn(db, 'SELECT size AS n FROM ledger_frontiers');
    if (assessed !== entered || assessed !== queued || entries !== size) return 'inconsistent';
    const imports = countIn(db, "SELECT count(*) AS n FROM ledger_entries WHERE kind = 'list.imported'");
    const taken = countIn(db, 'SELECT count(*) AS n FROM list_versions');
    const listed = countIn(
      db,
      `SELECT coalesce(sum(b.count), 0) AS n FROM list_blocks b
       JOIN list_imports i ON i.state = 'current' AND b.first_ref BETWEEN i.first_ref AND i.last_ref`,
    );
    if (imports !== taken || listed !== (imports > 0 ? LISTED_VALUES : 0)) return 'inconsistent';
    const holds =
      !closely || (db.pragma('integrity_check') === 'ok' && (await ledgerProblemsIn(db)).length === 0);
    return holds ? { decisions: assessed, imports } : 'inconsistent';
  } catch {
    return 'unreadable';
  } finally {
    db.close();
  }
}
