import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import type { CaseId, CommandId } from '../../shared/domain/ids.ts';
import { systemClock } from '../../src-main/ports/clock.ts';
import { seeded } from '../src-main/receiver/a-desk.ts';
import { aCommand } from '../support/a-command.ts';
import { type AVault, aVault } from '../support/a-vault.ts';
import { decidedTogether, illegalAsReported, manyCases } from '../support/many-cases.ts';
import { problemsOf } from '../support/problems-of.ts';
import { programFile } from '../support/programs.ts';
import { inDatabaseOf } from '../support/vault-database.ts';
import { childEnvironment } from './child-environment.ts';

/** Cases that one command decides. */
export interface SetOfCases {
  command: CommandId;
  cases: CaseId[];
}

export interface TogetherReport {
  kills: number;
  /** Kills after which some cases of a command were decided, and some were not. */
  inTheMiddle: number;
  /** Cases of which a step said that they were decided, and which were not. */
  broken: number;
  /** Cases with a part of a decision: a state, an assessment, an entry or a referral without the others. */
  half: number;
  /** Decisions beyond one for a case, after every command was sent again. */
  doubled: number;
  /** Cases that were never decided in the end. */
  open: number;
  problems: number;
}

const SETS = 6;
/** What the bundled policy allows at once. */
const AT_ONCE = 50;

/**
 * Kills a process again and again while it decides cases together, looks at every case, and sends the same commands
 * again.
 * @param halves the control: whether the first decision loses its referral when the process is killed
 */
export async function killWhileDecidingTogether(options: {
  kills: number;
  seed: number;
  halves?: boolean;
}): Promise<TogetherReport> {
  const { kills, seed, halves = false } = options;
  const random = seeded(seed);
  using vault = await aVault({ ports: { clock: systemClock } });
  const sets: SetOfCases[] = [];
  for (let set = 0; set < SETS; set++)
    sets.push({
      command: aCommand(),
      cases: await manyCases(vault, AT_ONCE, ['BE', 'NL', null], `set-${set}.example`),
    });
  vault.lock();
  const report: TogetherReport = {
    ...{ kills: 0, inTheMiddle: 0, broken: 0, half: 0, doubled: 0, open: 0, problems: 0 },
  };
  for (let kill = 0; kill < kills; kill++) {
    const said = await decideAndDie(vault.folder, sets, random() * 120);
    report.kills += 1;
    if (halves)
      await inDatabaseOf(vault.folder, (db) => {
        db.execute('DROP TRIGGER referrals_kept');
        db.execute('DELETE FROM referrals WHERE line = 1');
      });
    await vault.unlock();
    const look = await decisionsOf(vault, sets);
    report.broken += said.filter((id) => look.get(id)?.entries !== 1).length;
    report.half += [...look.values()].filter(({ isWhole }) => !isWhole).length;
    report.inTheMiddle += sets.some(({ cases }) => {
      const decided = cases.filter((id) => look.get(id)?.entries === 1).length;
      return decided > 0 && decided < cases.length;
    })
      ? 1
      : 0;
    report.problems += (await problemsOf(vault.client)).length;
    vault.lock();
  }
  await vault.unlock();
  for (const { command, cases } of sets) await decidedTogether(vault, cases, illegalAsReported(), command);
  const look = await decisionsOf(vault, sets);
  report.doubled = [...look.values()].reduce((sum, { entries }) => sum + Math.max(0, entries - 1), 0);
  report.open = [...look.values()].filter(({ entries }) => entries === 0).length;
  report.problems += (await problemsOf(vault.client)).length;
  return report;
}

/** What there is of the decision of each case. */
async function decisionsOf(
  { client }: AVault,
  sets: readonly SetOfCases[],
): Promise<Map<CaseId, { entries: number; isWhole: boolean }>> {
  const entries = new Map<unknown, number>();
  // One page holds the entries of all sets.
  const { entries: page } = await client.audit.entries({ kind: 'case.assessed', limit: 500 });
  for (const { data } of page) entries.set(data.case, (entries.get(data.case) ?? 0) + 1);
  const look = new Map<CaseId, { entries: number; isWhole: boolean }>();
  for (const id of sets.flatMap(({ cases }) => cases)) {
    const { summary, assessments, referrals } = await client.review.case({ id });
    const made = entries.get(id) ?? 0;
    const [first] = assessments;
    const isWhole =
      first === undefined
        ? made === 0 && summary.state === 'open' && referrals.length === 0
        : made === 1 &&
          assessments.length === 1 &&
          summary.state !== 'open' &&
          referrals.length === first.route.destinations.length;
    look.set(id, { entries: made, isWhole });
  }
  return look;
}

/** A life that decides, and is killed a moment after its first step. @returns the cases that it said are decided */
async function decideAndDie(
  folder: string,
  sets: readonly SetOfCases[],
  momentMs: number,
): Promise<CaseId[]> {
  const args = [programFile('deciding-together-process'), folder, JSON.stringify(sets)];
  const child = spawn(process.execPath, args, {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: childEnvironment,
  });
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (more: string) => {
    text += more;
  });
  const closed = once(child, 'close');
  await Promise.race([once(child.stdout, 'data'), closed]);
  await wait(momentMs);
  if (child.exitCode !== null) throw new Error(`the process ended by itself with ${child.exitCode}`);
  child.kill('SIGKILL');
  await closed;
  const whole = text.slice(0, text.lastIndexOf('\n') + 1).split('\n');
  return whole.flatMap((line) => (line.startsWith('[') ? (JSON.parse(line) as CaseId[]) : []));
}
