import { setTimeout as wait } from 'node:timers/promises';
import { nodeHubPorts } from '../../src-main/hub/setup/node-hub-ports.ts';
import { type Clock, systemClock } from '../../src-main/ports/clock.ts';
import type { EnginePorts } from '../../src-main/ports/engine-ports.ts';
import { type Hub, HubFailure } from '../../src-main/ports/hub.ts';
import { startAgain, stopPostgres, superuser } from '../../tools/postgres-server.ts';
import { aDesk, seeded } from '../src-main/receiver/a-desk.ts';
import { aFolder } from '../support/a-folder.ts';
import { aPostgresHub, type HubServer, startHubServer } from '../support/a-postgres.ts';
import { aPostgresTeam } from '../support/a-postgres-team.ts';
import { sendTo } from '../support/a-referring-vault.ts';
import { ASSETS } from '../support/a-vault.ts';
import { aRoughWay, type RoughWay, SMOOTH } from './a-rough-way.ts';
import { type Acknowledged, byTheClock, compareSeats, couriersIn, type SeatsFound } from './compare-seats.ts';
import { decideAt } from './decide-at.ts';
import { impatientAssets } from './impatient-assets.ts';
import { gapsAt } from './killed-among-seats.ts';
import { bringTogether, type OpenSeat, openSeat, syncPatiently, untilEqual } from './seats-at-the-end.ts';

/**
 * `real` is the product. The others are what it is not, and must be caught: one takes a push that was lost for one
 * that was made, the other does not put back what the hub lost.
 */
export type RoughVariant = 'real' | 'trusts-lost-pushes' | 'puts-nothing-back';

export interface RoughHubReport extends SeatsFound {
  seed: number;
  variant: RoughVariant;
  seats: number;
  rounds: number;
  acknowledged: number;
  gaps: number;
  /** Exchanges that ended otherwise than by an outage: what they said. None should. */
  stopped: string[];
  /** Pushes that the hub had made, and whose answer did not come. */
  answersLost: number;
  /** How often the server was stopped at once, and how often its database was put back to an older one. */
  stops: number;
  restored: number;
  /** What the way to the hub did with connections. */
  way: Record<keyof RoughWay['tally'], number>;
  /** Cases of which another decision would stand if clocks and not the hub gave the order. */
  otherwiseByClock: number;
  /** Seats that delivered something, whatever their clocks say. */
  couriers: number;
  seconds: number;
}

const HOUR_MS = 3_600_000;
const YEAR_MS = 8766 * HOUR_MS;
/** By how much the clocks of the seats are wrong; the founder's is right. */
const WRONG_BY_MS = [0, YEAR_MS, -HOUR_MS, -YEAR_MS, HOUR_MS];
const NAMES = ['Ada Analyst', 'Ben Analyst', 'Cleo Analyst', 'Dan Analyst'];

const ROUGH = { drop: 0.1, cut: 0.5, delay: 0.2, unanswered: 0.15 };
/** Rounds from a backup to the next one; in between the hub is put back to the last one. */
const BACKUP_EVERY = 6;

/**
 * Lets seats whose clocks are wrong decide and exchange over a way that loses connections, with a hub that is stopped in
 * the middle and put back to older states; then makes everything well, and compares what each of them and the desk have.
 */
export async function roughHub(options: {
  rounds: number;
  seats: number;
  seed: number;
  variant?: RoughVariant;
  isDurable?: boolean;
}): Promise<RoughHubReport> {
  const { rounds, seed, variant = 'real', isDurable = false } = options;
  const startedMs = performance.now();
  const random = seeded(seed);
  using serverFolder = aFolder();
  const server = await startHubServer(serverFolder.path, { isDurable });
  using _ending = { [Symbol.dispose]: () => stopPostgres(server) };
  await using hub = await aPostgresHub(server);
  const { database } = hub.address;
  await using way = await aRoughWay(server.port, { rates: SMOOTH, random });
  const run = async (sql: string) => {
    await using client = await superuser(server, database);
    return (await client.query(sql)).rows;
  };
  await using desk = await aDesk();
  using team = await aPostgresTeam(hub, {
    names: NAMES.slice(0, options.seats - 1),
    port: way.port,
    ports: { assets: impatientAssets(), clock: systemClock },
    prepare: (founder) => sendTo(founder, 'police', desk),
  });
  const report = { answersLost: 0, stops: 0, restored: 0, stopped: [] as string[] };
  const there = nodeHubPorts(ASSETS);
  const connect: EnginePorts['hub'] = (address) =>
    watched(there.hub(address), variant, async (first) => {
      const [row] = await run(
        `SELECT count(*)::int AS n FROM hl.entries WHERE device = '${address.device}' AND seq = ${first}`,
      ).catch(() => []);
      if (row?.n === 1) report.answersLost += 1;
    });
  const seats: OpenSeat[] = [];
  for (const [at, seat] of team.seats.entries())
    seats.push(await openSeat(seat, { clock: wrongBy(WRONG_BY_MS[at] ?? 0), hub: connect }));
  using _seats = {
    [Symbol.dispose]: () => {
      for (const seat of seats) seat[Symbol.dispose]();
    },
  };

  const tolerating = (exchange: Promise<unknown>) =>
    exchange.catch((error: unknown) => {
      const isAway = error instanceof HubFailure && error.trouble.code === 'unreachable';
      if (!isAway && report.stopped.length < 20) report.stopped.push(String(error));
    });
  const acknowledged: Acknowledged[] = [];
  const decide = async (seat: OpenSeat, name: string) => {
    const made = await decideAt(seat.client, name, random);
    if (made !== null) acknowledged.push({ ...made, device: seat.seat.device });
  };
  const stopInTheMiddle = async () => {
    await wait(random() * 40);
    stopPostgres(server);
    await startAgain(server);
    report.stops += 1;
  };
  const smoothly = async (work: () => Promise<void>) => {
    way.rates = SMOOTH;
    way.sever();
    await work();
    way.rates = ROUGH;
    way.sever();
  };
  const everybody = (work: (seat: OpenSeat) => Promise<unknown>) =>
    Promise.all(seats.map((seat) => tolerating(work(seat))));

  const passTime = async () => {
    await run("UPDATE hl.leases SET until = until - interval '40 seconds'");
  };

  // Connections that are there, so that answers can get lost.
  await everybody(syncPatiently);
  for (let round = 0; round < rounds; round++) {
    for (const [at, seat] of seats.entries()) {
      await decide(seat, `own-${round}-${at}`);
      await decide(seat, `shared-${round}`);
    }
    way.rates = { ...ROUGH, unanswered: round % 3 === 0 ? 1 : ROUGH.unanswered };
    const exchanges = everybody((seat) => seat.sync());
    if (round % 3 === 1) await stopInTheMiddle();
    if (round % 3 === 2) await wait(random() * 60).then(() => way.sever());
    await exchanges;
    // The turn at the desk goes round.
    await passTime();
    await seats[(round + 1) % seats.length]!.send();
    if (round % BACKUP_EVERY === 1) await backUp(server, database);
    if (round % BACKUP_EVERY !== BACKUP_EVERY - 2) continue;
    // Whoever writes to a hub that was put back must know all that it had: two logs would never join again.
    await smoothly(async () => {
      await tolerating(untilEqual(seats));
    });
    const isWriterFirst = report.restored % 2 === 0;
    if (isWriterFirst) await decide(seats.at(-1)!, `between-${round}`);
    await putBack(server, database);
    report.restored += 1;
    if (isWriterFirst) await tolerating(syncPatiently(seats.at(-1)!));
  }
  way.rates = SMOOTH;
  way.sever();
  const exported = await bringTogether(seats, passTime).catch((error: unknown) => {
    report.stopped.push(`at the end: ${String(error)}`);
    return '';
  });
  for (const seat of seats) seat[Symbol.dispose]();
  const gaps = await gapsAt({ run });
  const found = await compareSeats(
    team.seats.map(({ folder }) => folder),
    acknowledged,
    desk.dir,
    exported,
  );
  return {
    ...{ seed, variant, seats: seats.length, rounds, acknowledged: acknowledged.length },
    ...found,
    ...report,
    ...{ gaps, way: { ...way.tally }, otherwiseByClock: byTheClock(exported) },
    couriers: couriersIn(exported),
    seconds: Math.round((performance.now() - startedMs) / 1000),
  };
}

const wrongBy = (ms: number): Clock => ({
  nowMs: () => systemClock.nowMs() + ms,
  monotonicMs: () => systemClock.monotonicMs(),
  sleep: (forMs, signal) => systemClock.sleep(forMs, signal),
});

/** @param lost called with the first number of a push that failed without an answer */
function watched(hub: Hub, variant: RoughVariant, lost: (first: number) => Promise<void>): Hub {
  let pushes = 0;
  const push: Hub['push'] = async (known, first, deeds) => {
    // The control: every other one is lost on the way there, and taken for made.
    pushes += 1;
    if (variant === 'trusts-lost-pushes' && pushes % 2 === 0) return known;
    try {
      return await hub.push(known, first, deeds);
    } catch (error) {
      if (!(error instanceof HubFailure) || error.trouble.code !== 'unreachable') throw error;
      await lost(first);
      throw error;
    }
  };
  const refill: Hub['refill'] = async (deeds) =>
    variant === 'puts-nothing-back' ? (deeds.at(-1)?.position ?? 0) + 1 : hub.refill(deeds);
  return new Proxy(hub, {
    get: (target, name) => {
      if (name === 'push') return push;
      if (name === 'refill') return refill;
      const own: unknown = Reflect.get(target, name);
      return typeof own === 'function' ? own.bind(target) : own;
    },
  });
}

const copyOf = (database: string): string => `${database}_before`;

/** Ends all connections to a database and does something to it that needs it alone. */
async function alone(server: HubServer, database: string, statements: readonly string[]): Promise<void> {
  await using client = await superuser(server);
  await client.query(`ALTER DATABASE ${database} ALLOW_CONNECTIONS false`);
  await client.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [database]);
  for (const statement of statements) await client.query(statement);
  await client.query(`ALTER DATABASE ${database} ALLOW_CONNECTIONS true`);
}

/** What an operator keeps of the hub. */
const backUp = (server: HubServer, database: string): Promise<void> =>
  alone(server, database, [
    `DROP DATABASE IF EXISTS ${copyOf(database)}`,
    `CREATE DATABASE ${copyOf(database)} TEMPLATE ${database}`,
  ]);

/** Puts what was kept in the place of what there is. */
const putBack = (server: HubServer, database: string): Promise<void> =>
  alone(server, database, [
    `DROP DATABASE ${database}`,
    `CREATE DATABASE ${database} TEMPLATE ${copyOf(database)}`,
    // What is granted on a database itself does not come with a copy.
    `REVOKE ALL ON DATABASE ${database} FROM PUBLIC`,
    `GRANT CONNECT ON DATABASE ${database} TO hashline_station`,
  ]);
