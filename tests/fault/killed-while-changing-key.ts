import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { openRecovery } from '../../src-main/engine/keys/recovery.ts';
import { Database } from '../../src-main/engine/storage/database.ts';
import { FolderFiles } from '../../src-main/ports/files.ts';
import { seeded } from '../src-main/receiver/a-desk.ts';
import { type AVault, aVault, PASSPHRASE, PERSON } from '../support/a-vault.ts';
import { enrolled } from '../support/colleagues.ts';
import { keysOf } from '../support/forged-people.ts';
import { problemsOf } from '../support/problems-of.ts';
import { programFile } from '../support/programs.ts';
import { contentKeyOf, databasePathOf, inDatabaseOf } from '../support/vault-database.ts';
import { childEnvironment } from './child-environment.ts';

/** Makes the change of the key take long enough to be killed in. */
const BALLAST_BYTES = 20_000_000;
const COLLEAGUE = 'Ben';

export interface KeyChangeReport {
  seed: number;
  kills: number;
  /** Changes of the key that were acknowledged. */
  acknowledged: number;
  /** Kills after which the keyring held two keys, or the key had changed without having been acknowledged. */
  within: number;
  /** Times that a person, or the recovery key, did not open the database that the kill left. */
  shutOut: number;
  /** Times that a key opened the database after a later one was acknowledged. */
  stillOpens: number;
  ledgerProblems: number;
  seconds: number;
}

/** Kills a process that changes the key of a database again and again, and looks each time who can open it. */
export async function killWhileChangingKey({
  kills,
  seed,
  careless = false,
}: {
  kills: number;
  seed: number;
  careless?: boolean;
}): Promise<KeyChangeReport> {
  const startedMs = performance.now();
  const random = seeded(seed);
  using vault = await aVault();
  const { id } = await enrolled(vault, 'Ann', 'analyst');
  await enrolled(vault, COLLEAGUE, 'analyst');
  vault.lock();
  await inDatabaseOf(vault.folder, (db) => {
    db.prepare('INSERT INTO facts (name, value) VALUES (?, ?)').run(['ballast', 'x'.repeat(BALLAST_BYTES)]);
  });
  const counts = { acknowledged: 0, within: 0, shutOut: 0, stillOpens: 0 };
  for (let kill = 0; kill < kills; kill++) {
    const former = await contentKeyOf(vault.folder);
    const changes = await liveAndDie([vault.folder, id, ...(careless ? ['careless'] : [])], random());
    counts.acknowledged += changes;
    if ((await whoIsShutOut(vault)) > 0) {
      counts.shutOut += 1;
      break;
    }
    const isTwofold = (await keysOf(vault.folder, PERSON)).nextContentKey !== undefined;
    if (isTwofold) counts.within += 1;
    // The next unlock, by whomever, finishes what was begun.
    for (const name of kill % 2 === 0 ? [PERSON, COLLEAGUE] : [COLLEAGUE, PERSON]) {
      await vault.client.vault.unlock({ name, passphrase: PASSPHRASE });
      vault.lock();
    }
    if (changes > 0 && opens(databasePathOf(vault.folder), former)) counts.stillOpens += 1;
  }
  const ledgerProblems = counts.shutOut > 0 ? 0 : await ledgerProblemsOf(vault);
  const seconds = Math.round((performance.now() - startedMs) / 1000);
  return { seed, kills, ...counts, ledgerProblems, seconds };
}

/** @returns how many changes it said were done */
async function liveAndDie(args: readonly string[], moment: number): Promise<number> {
  const life = spawn(process.execPath, [programFile('changing-key-process'), ...args], {
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
  await Promise.race([first.promise, closed]);
  await wait(moment * 1000);
  if (life.exitCode !== null) throw new Error(`the process ended by itself with ${life.exitCode}`);
  life.kill('SIGKILL');
  await closed;
  return text.split('\n').length - 1;
}

/** Everybody with keys as the kill left them; nothing is repaired. */
async function whoIsShutOut({ folder, recovery }: AVault): Promise<number> {
  const path = databasePathOf(folder);
  const all = [
    ...(await Promise.all([PERSON, COLLEAGUE].map((name) => keysOf(folder, name)))),
    await openRecovery(new FolderFiles(folder), recovery.identity),
  ];
  const opening = all.map((keys) => {
    if (keys === null || keys.contentKey === null) return false;
    const { contentKey, nextContentKey } = keys;
    return opens(path, contentKey) || (nextContentKey !== undefined && opens(path, nextContentKey));
  });
  return opening.filter((isOpened) => !isOpened).length;
}

function opens(path: string, key: Uint8Array): boolean {
  try {
    Database.open(path, key).close();
    return true;
  } catch {
    return false;
  }
}

async function ledgerProblemsOf(vault: AVault): Promise<number> {
  await vault.unlock();
  return (await problemsOf(vault.client)).length;
}
