import { noPostgres, stopPostgres } from '../../tools/postgres-server.ts';
import { aFolder } from '../support/a-folder.ts';
import { startHubServer } from '../support/a-postgres.ts';
import { ALL_TOGETHER, type SeatDifferences } from './compare-seats.ts';
import { killAmongSeats } from './killed-among-seats.ts';
import { roughHub } from './rough-hub.ts';
import { soak } from './soak.ts';

export interface Row {
  test: string;
  /** What was done, and what was found. */
  tried: string;
  found: string;
  holds: boolean;
  detail: unknown;
}

export interface TeamRuns {
  seed: number;
  say: (words: string) => void;
}

const wrongIn = (found: SeatDifferences): number =>
  Object.keys(ALL_TOGETHER).reduce((sum, name) => sum + found[name as keyof SeatDifferences], 0);
const apart = ({ lost, unequal, unapplied, undelivered, doubled, unverified }: SeatDifferences): string =>
  `${lost} lost, ${unequal} tables unequal, ${unapplied} not applied, ${undelivered} undelivered, ${doubled} doubled, ${unverified} verifiers against`;

/** Several seats as processes, which are killed. */
export async function killSeats({ seed, say }: TeamRuns, kills: number, seats: number): Promise<Row[]> {
  if (noPostgres !== null) {
    say(`Seats at a PostgreSQL are left out: ${noPostgres}`);
    return [];
  }
  say(`Killing ${kills} times among ${seats} seats ...`);
  using folder = aFolder();
  const server = await startHubServer(folder.path, { isDurable: true });
  using _ending = { [Symbol.dispose]: () => stopPostgres(server) };
  const real = await killAmongSeats({ kills, seats, seed, server });
  const few = { kills: 10, seats: 2, seed, server };
  const early = await killAmongSeats({ ...few, variant: 'acknowledges-before-commit' });
  const rebuilt = await killAmongSeats({ ...few, variant: 'rebuilds-on-restart' });
  const kept = await killAmongSeats({ ...few, variant: 'keeps-a-change' });
  return [
    {
      test: 'F21 killed among seats',
      tried: `${real.kills} kills at ${real.seats} seats, ${real.acknowledged} decisions acknowledged, ${real.parallels} at once, ${real.desk.repeated ?? 0} repeated at the desk, ${real.verifiers} verifiers of ${real.entries} entries`,
      found: `${apart(real)}, ${real.gaps} gaps`,
      holds: wrongIn(real) + real.gaps === 0 && real.acknowledged > kills && real.parallels > 0,
      detail: real,
    },
    {
      test: 'F21 controls: answers early, new keys, keeps a change',
      tried: `${early.kills + rebuilt.kills + kept.kills} kills`,
      found: `${early.lost} lost; ${rebuilt.doubled} doubled; ${kept.unequal} tables unequal, ${kept.unapplied} not applied`,
      holds: early.lost > 0 && rebuilt.doubled > 0 && kept.unequal + kept.unapplied > 0,
      detail: { early, rebuilt, kept },
    },
  ];
}

/** A hub that is lost, stopped and put back. */
export async function roughenHub({ seed, say }: TeamRuns, rounds: number): Promise<Row[]> {
  if (noPostgres !== null) {
    say(`The hub in PostgreSQL is left out: ${noPostgres}`);
    return [];
  }
  say(`Exchanging ${rounds} times with a hub that is lost, stopped and put back ...`);
  const real = await roughHub({ rounds, seats: 5, seed, isDurable: true });
  const trusting = await roughHub({ rounds: 6, seats: 2, seed, variant: 'trusts-lost-pushes' });
  const forgetful = await roughHub({ rounds: 6, seats: 2, seed, variant: 'puts-nothing-back' });
  const isCaught = (one: typeof real) => one.stopped.length + one.unequal > 0;
  return [
    {
      test: 'F22 a rough hub, clocks wrong by hours and years',
      tried: `${real.rounds} rounds of ${real.seats} seats, ${real.acknowledged} decisions, ${real.stops} stops, put back ${real.restored} times, ${real.answersLost} pushes without an answer, ${real.way.cut} connections cut`,
      found: `${apart(real)}, ${real.gaps} gaps, ${real.stopped.length} exchanges stopped; clocks would have chosen otherwise in ${real.otherwiseByClock} cases`,
      holds:
        wrongIn(real) + real.gaps + real.stopped.length === 0 &&
        Math.min(real.answersLost, real.restored, real.stops, real.otherwiseByClock) > 0,
      detail: real,
    },
    {
      test: 'F22 controls: trusts lost pushes, puts nothing back',
      tried: `${trusting.rounds + forgetful.rounds} rounds`,
      found: `${trusting.stopped.length} and ${forgetful.stopped.length} exchanges stopped`,
      holds: isCaught(trusting) && isCaught(forgetful),
      detail: { trusting, forgetful },
    },
  ];
}

/** Many seats for a working day. */
export async function soakSeats({ seed, say }: TeamRuns, seats: number, hours: number): Promise<Row[]> {
  say(`Letting ${seats} seats work for ${hours} hours ...`);
  const real = await soak({ seats, hours, seed, say });
  const kept = await soak({ seats: 3, hours: 0.5, seed, busy: 0.7, variant: 'keeps-a-change' });
  const { flaps, exchanges, settled, mostMemory } = real;
  const { joining, working, comparing } = real.seconds;
  return [
    {
      test: 'F23 seats that come and go for a day',
      tried: `${real.seats} seats, ${hours} hours, ${real.acknowledged} decisions, ${real.parallels} at once, ${settled} settled, ${flaps} times without the hub, ${exchanges} exchanges, ${real.entries} entries, ${real.verifiers} verifiers, ${mostMemory} MiB, ${joining} + ${working} + ${comparing} s`,
      found: `${apart(real)}; ${real.standing} standing decisions at the desk; the control has ${kept.unequal} tables unequal`,
      holds: wrongIn(real) === 0 && real.parallels > 0 && flaps > 0 && kept.unequal + kept.unapplied > 0,
      detail: { real, kept },
    },
  ];
}
