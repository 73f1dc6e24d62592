import type { SeededRandom } from '../../tools/fake-data.ts';
import type { RunningDesk } from '../src-main/receiver/a-desk.ts';
import { deedAtRandom } from './a-random-session.ts';
import type { ATeam, Seat } from './a-team.ts';
import type { AVault } from './a-vault.ts';

/** A seat as tests of one vault know it. */
export const asVault = ({ vault }: ATeam, seat: Seat): AVault =>
  Object.assign(Object.create(vault) as AVault, {
    ...{ engine: seat.engine, client: seat.client, folder: seat.folder, clock: vault.clock },
    session: seat.open().session,
  });

/** How a team's seats may be apart: at each step any of them may lose the hub, or find it again. */
export interface Apart {
  /** How often one of the seats loses or finds the hub, from 0 to 1 a step. */
  changes: number;
  /** How often one of those with contact exchanges with the hub. */
  exchanges: number;
}

/**
 * Lets the people of a team work at random, each at their seat, while contact comes and goes. At the end everybody has
 * contact, and everything.
 * @param deeds how many are done; those that are refused do not count, and how many are depends on the seed
 * @returns how often each deed was done
 */
export async function teamAtRandom(
  team: ATeam,
  random: SeededRandom,
  deeds: number,
  { names, desk, apart }: { names: readonly string[]; desk: RunningDesk; apart: Apart },
): Promise<Record<string, number>> {
  const away = new Set<Seat>();
  const done: Record<string, number> = {};
  let count = 0;
  while (count < deeds) {
    const seat = team.seats[Math.floor(random() * team.seats.length)]!;
    const name = await deedAtRandom(asVault(team, seat), random, desk, names);
    if (name !== null) {
      count += 1;
      done[name] = (done[name] ?? 0) + 1;
    }
    if (random() < apart.changes) {
      const other = team.seats[Math.floor(random() * team.seats.length)]!;
      if (away.delete(other)) team.hub.comeBack(other.device());
      else {
        away.add(other);
        team.hub.goAway(other.device());
      }
    }
    const one = team.seats[Math.floor(random() * team.seats.length)]!;
    if (!away.has(one) && random() < apart.exchanges) await one.sync();
  }
  for (const seat of away) team.hub.comeBack(seat.device());
  await team.settle();
  return done;
}
