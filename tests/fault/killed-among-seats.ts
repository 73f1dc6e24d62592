import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import { superuser } from '../../tools/postgres-server.ts';
import { aDesk, seeded } from '../src-main/receiver/a-desk.ts';
import { aCommand } from '../support/a-command.ts';
import { aFolder } from '../support/a-folder.ts';
import { aPostgresHub, type HubServer } from '../support/a-postgres.ts';
import { aPostgresTeam, type ClosedSeat } from '../support/a-postgres-team.ts';
import { sendTo } from '../support/a-referring-vault.ts';
import { aReport } from '../support/a-report.ts';
import { programFile } from '../support/programs.ts';
import { childEnvironment } from './child-environment.ts';
import { type Acknowledged, compareSeats, type SeatsFound } from './compare-seats.ts';
import { completeLines } from './complete-lines.ts';
import { forgetHowToTakeBack } from './forget-how-to-take-back.ts';
import { hurriedClock } from './hurried-clock.ts';
import { impatientAssets } from './impatient-assets.ts';
import { rebuildWhatWasUnderWay } from './rebuild-under-way.ts';
import { bringTogether, type OpenSeat, openSeat } from './seats-at-the-end.ts';

/** What a seat says: that it is loaded, and then each decision that its engine has answered. */
export type Said = 'loaded' | Omit<Acknowledged, 'device'>;

/**
 * `real` is the product. The others are what it is not, and must be caught: one answers before it commits, one makes a new
 * referral with a new key of what was under way when it was killed, and one seat does not take a change back.
 */
export type SeatVariant = 'real' | 'acknowledges-before-commit' | 'rebuilds-on-restart' | 'keeps-a-change';

export interface AmongSeatsReport extends SeatsFound {
  seed: number;
  variant: SeatVariant;
  seats: number;
  kills: number;
  acknowledged: number;
  /** Places in the hub's log, or numbers of a seat, that are missing or there twice. */
  gaps: number;
  /** What the desk did with requests. */
  desk: Record<string, number>;
  /** How many deaths followed what: an acknowledgement, a push, an exchange with the desk, or nothing. */
  deaths: Record<string, number>;
  seconds: number;
}

/** Longest life, where what its death waits for does not come: another seat may have the turn at the desk. */
const LONGEST_LIFE_MS = 3000;
/** For controls that die at nothing else. */
const PATIENT_MS = 20_000;
const NAMES = ['Ada Analyst', 'Ben Analyst', 'Cleo Analyst', 'Dan Analyst', 'Eve Analyst'];

/**
 * Kills processes that decide, exchange and deliver at several seats of one hotline, each again and again, while the others
 * work on; then two seats write without each other, so that one has to take its rows back; then lets all seats come
 * together, and compares what each of them, the hub and the desk have.
 */
export async function killAmongSeats(options: {
  kills: number;
  seats: number;
  seed: number;
  variant?: SeatVariant;
  /** Where this is no run of tests with a server of its own. */
  server?: HubServer;
}): Promise<AmongSeatsReport> {
  const { kills, seed, variant = 'real' } = options;
  const startedMs = performance.now();
  const startMs = Date.now();
  const clock = hurriedClock(startMs);
  const [random, chance] = [seeded(seed), seeded(seed + 1)];
  await using hub = await aPostgresHub(options.server);
  using deskFolder = aFolder();
  const deskTally: Record<string, number> = {};
  const count = { pushed: 0, heard: 0 };
  let isOver = false;
  await using desk = await aDesk({
    dir: deskFolder.path,
    fail: { status: 503, rate: 0.05, dropAfterAcceptRate: variant === 'rebuilds-on-restart' ? 1 : 0.25 },
    random: () => (isOver ? 1 : chance()),
    nowMs: () => clock.nowMs(),
    log: (event) => {
      count.heard += 1;
      deskTally[event.type] = (deskTally[event.type] ?? 0) + 1;
    },
  });
  using team = await aPostgresTeam(hub, {
    names: NAMES.slice(0, options.seats - 1),
    port: hub.server.port,
    ports: { assets: impatientAssets(), clock },
    prepare: (founder) => sendTo(founder, 'police', desk),
  });
  await using notices = await superuser(hub.server, hub.address.database);
  notices.on('notification', () => {
    count.pushed += 1;
  });
  await notices.query('LISTEN hashline');
  if (variant === 'keeps-a-change') await forgetHowToTakeBack(team.seats[1]!.folder);

  const deaths: Record<string, number> = {};
  /** When a life ends: a moment after something happened so often, anywhere between that and what follows it. */
  const deathOf = (said: () => number): Death => {
    const after = (what: string, counted: () => number, more: number, momentMs: number): Death => {
      const enough = counted() + more;
      deaths[what] = (deaths[what] ?? 0) + 1;
      return { isDue: () => counted() >= enough, momentMs };
    };
    if (variant === 'acknowledges-before-commit')
      return { ...after('said', said, 1, 0), longestMs: PATIENT_MS };
    if (variant === 'rebuilds-on-restart')
      return { ...after('heard', () => count.heard, 1, 10), longestMs: PATIENT_MS };
    const [which, more] = [random(), 1 + Math.floor(random() * 6)];
    // Between a commit and the push of it.
    if (which < 0.25) return after('said', said, more, random() * 15);
    // Between the commit at the hub, the answer to who pushed, and the taking in at the others.
    if (which < 0.55) return after('pushed', () => count.pushed, more, random() * 25);
    // Between the desk's storing, its receipt, and the entry about it.
    if (which < 0.85) return after('heard', () => count.heard, more, random() * 15);
    return after('any', () => 0, 0, random() * 400);
  };

  const acknowledged: Acknowledged[] = [];
  let left = kills;
  /** One seat's lives, one after the other. */
  const live = async (seat: ClosedSeat): Promise<void> => {
    let next = aLife(seat, variant, 0, startMs);
    for (let number = 0; left > 0; number++) {
      left -= 1;
      const life = next;
      next = aLife(seat, variant, number + 1, startMs);
      if (variant === 'rebuilds-on-restart') await rebuildWhatWasUnderWay(seat, clock);
      const said = await liveAndDie(life, deathOf);
      acknowledged.push(...said.map((one) => ({ ...one, device: seat.device })));
      // The hub's clock ends what a dead seat had; more of it passes here, so that the turn at the desk goes round.
      if (chance() < 0.6) await hub.passTime(20_000);
    }
    next.kill('SIGKILL');
  };
  const killed = variant === 'rebuilds-on-restart' ? team.seats.slice(0, 1) : team.seats;
  if (kills > 0) await Promise.all(killed.map(live));

  isOver = true;
  const opened = [];
  for (const seat of team.seats) opened.push(await openSeat(seat, { clock }));
  await collide(opened[0]!, opened[1]!);
  const exported = await bringTogether(opened, () => hub.passTime(40_000));
  for (const seat of opened) seat[Symbol.dispose]();
  const gaps = await gapsAt(hub);
  const found = await compareSeats(
    team.seats.map(({ folder }) => folder),
    acknowledged,
    deskFolder.path,
    exported,
  );
  return {
    ...{ seed, variant, seats: team.seats.length, kills, acknowledged: acknowledged.length },
    ...found,
    ...{ gaps, desk: deskTally, deaths },
    seconds: Math.round((performance.now() - startedMs) / 1000),
  };
}

/** Two seats report without each other, and the first gives the hub its own first: the other has to take its rows back. */
async function collide(first: OpenSeat, second: OpenSeat): Promise<void> {
  for (const [{ client }, host] of [
    [first, 'first'],
    [second, 'second'],
  ] as const)
    await client.intake.report({
      command: aCommand(),
      report: aReport().of(`https://${host}.example/`).build(),
    });
  await first.client.team.exchange();
}

/** How many places of the log, and numbers of each seat in it, are not one after the other. */
export async function gapsAt(hub: { run(sql: string): Promise<Record<string, unknown>[]> }): Promise<number> {
  const [row] = await hub.run(`
    SELECT count(*) FILTER (WHERE position <> place) + count(*) FILTER (WHERE seq <> number) AS gaps
    FROM (SELECT position, seq, row_number() OVER (ORDER BY position) - 1 AS place,
                 row_number() OVER (PARTITION BY device ORDER BY position) - 1 AS number FROM hl.entries) e`);
  return Number(row?.gaps);
}

type Life = ChildProcessByStdio<Writable, Readable, null>;

/** A process that has loaded the engine and waits for its turn. */
function aLife({ folder, name }: ClosedSeat, variant: SeatVariant, life: number, startMs: number): Life {
  const script = programFile('seat-process');
  return spawn(process.execPath, [script, folder, name, variant, String(life), String(startMs)], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: childEnvironment,
  });
}

interface Death {
  isDue: () => boolean;
  /** After so long it ends even so. */
  longestMs?: number;
  /** How much longer it lives then. */
  momentMs: number;
}

/** Lets a process work until its death is due, and kills it. @returns what it said it had decided */
async function liveAndDie(
  life: Life,
  deathOf: (said: () => number) => Death,
): Promise<Exclude<Said, 'loaded'>[]> {
  let text = '';
  life.stdout.setEncoding('utf8').on('data', (piece: string) => {
    text += piece;
  });
  const closed = once(life, 'close');
  while (!text.includes('\n') && life.exitCode === null) await wait(2);
  const { isDue, momentMs, longestMs = LONGEST_LIFE_MS } = deathOf(() => text.split('\n').length - 2);
  life.stdin.end('go');
  const endsAtMs = performance.now() + longestMs;
  while (!isDue() && life.exitCode === null && performance.now() < endsAtMs) await wait(1);
  await wait(momentMs);
  if (life.exitCode !== null) throw new Error(`a seat at work ended by itself with ${life.exitCode}`);
  life.kill('SIGKILL');
  await closed;
  return completeLines<Said>(text).filter((line) => line !== 'loaded');
}
