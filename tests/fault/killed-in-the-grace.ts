import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { systemClock } from '../../src-main/ports/clock.ts';
import { aDesk, seeded } from '../src-main/receiver/a-desk.ts';
import { sendTo, storedAt } from '../support/a-referring-vault.ts';
import { aVault } from '../support/a-vault.ts';
import { programFile } from '../support/programs.ts';
import { inDatabaseOf } from '../support/vault-database.ts';
import { childEnvironment } from './child-environment.ts';

/** What the process that decides says when the engine has answered. */
export interface Held {
  case: string;
  heldUntil: string;
}

export interface GraceReport {
  decided: number;
  /** Referrals that came to the desk while their decision could still be taken back. */
  early: number;
  /** Decisions the desk never heard of. */
  lost: number;
  /** Referrals the desk has beyond one for a decision. */
  duplicates: number;
}

/**
 * Kills a process with a courier while its decisions are held, starts the next at once, and compares what the desk got
 * with what was decided and until when it was held.
 * @param forgetsTheHold the control: whether what is held loses its hold between two lives
 */
export async function killInTheGrace(options: {
  kills: number;
  graceSeconds: number;
  seed: number;
  forgetsTheHold?: boolean;
}): Promise<GraceReport> {
  const { kills, graceSeconds, seed, forgetsTheHold = false } = options;
  const random = seeded(seed);
  await using desk = await aDesk();
  using vault = await aVault({ graceSeconds, ports: { clock: systemClock } });
  await sendTo(vault, 'police', desk);
  vault.lock();
  const held: Held[] = [];
  for (let kill = 0; kill < kills; kill++) {
    held.push(await decideAndDie(vault.folder, kill, random() * 300));
    if (forgetsTheHold)
      await inDatabaseOf(vault.folder, (db) => db.execute('UPDATE referrals SET not_before = 0'));
  }
  await vault.unlock();
  for await (const _ of await vault.client.referral.send({ untilEmpty: true, timeoutMs: 60_000 }));
  const stored = (await storedAt(desk.dir)).map(({ record, body }) => ({
    case: body.subject.case as string,
    receivedAt: record.receivedAt,
  }));
  return {
    decided: held.length,
    early: stored.filter(({ case: id, receivedAt }) =>
      held.some((one) => one.case === id && receivedAt < one.heldUntil),
    ).length,
    lost: held.filter((one) => !stored.some(({ case: id }) => id === one.case)).length,
    duplicates: stored.length - new Set(stored.map(({ case: id }) => id)).size,
  };
}

/** A life that opens the vault, decides one case and is killed a moment later. */
async function decideAndDie(folder: string, life: number, momentMs: number): Promise<Held> {
  const child = spawn(process.execPath, [programFile('deciding-process'), folder, String(life)], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: childEnvironment,
  });
  const closed = once(child, 'close');
  const said = once(child.stdout.setEncoding('utf8'), 'data');
  const first = await Promise.race([said, closed]);
  await wait(momentMs);
  if (child.exitCode !== null) throw new Error(`the process ended by itself with ${child.exitCode}`);
  child.kill('SIGKILL');
  await closed;
  return JSON.parse(String(first[0]).split('\n')[0] ?? '') as Held;
}
