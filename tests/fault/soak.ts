import { seededRandom } from '../../tools/fake-data.ts';
import { aDesk } from '../src-main/receiver/a-desk.ts';
import { aCommand } from '../support/a-command.ts';
import { deedAtRandom } from '../support/a-random-session.ts';
import { sendOnce, sendTo } from '../support/a-referring-vault.ts';
import { type ATeam, aTeam, type Seat } from '../support/a-team.ts';
import { asVault } from '../support/a-team-at-work.ts';
import { type Acknowledged, compareSeats, type SeatsFound } from './compare-seats.ts';
import { decideAt } from './decide-at.ts';
import { forgetHowToTakeBack } from './forget-how-to-take-back.ts';
import { assetsWith } from './impatient-assets.ts';

export interface SoakReport extends SeatsFound {
  seed: number;
  seats: number;
  hours: number;
  acknowledged: number;
  /** How often each deed was done. */
  deeds: Record<string, number>;
  /** How often a seat lost the hub. */
  flaps: number;
  exchanges: number;
  /** Disagreements that were settled. */
  settled: number;
  repeatedAtDesk: number;
  /** MiB of the whole process, at the most seen. */
  mostMemory: number;
  seconds: { joining: number; working: number; comparing: number };
}

/** What people do beside taking in and deciding, all of it with contact or without. */
const BESIDES = [
  ...['claim', 'claim', 'narrative', 'draft', 'judge', 'takedown', 'consult', 'reassign', 'release'],
];
const OVERSEEING = ['takedown', 'consult', 'reassign', 'release'];
const LOSES_CONTACT = 0.05;
const FINDS_CONTACT = 0.12;
const MINUTE_MS = 60_000;

/**
 * Lets the people of many seats work for hours of a clock that is moved by hand, while contact comes and goes and one desk
 * loses answers; then all come together, and what each of them and the desk have is compared.
 */
export async function soak(options: {
  seats: number;
  hours: number;
  seed: number;
  /** The share of the minutes in which a person does something. */
  busy?: number;
  say?: (words: string) => void;
  /** `real` is the product; at the other one seat does not take a change back, which must be caught. */
  variant?: 'real' | 'keeps-a-change';
}): Promise<SoakReport> {
  const { hours, seed, busy = 0.15, say = () => {}, variant = 'real' } = options;
  const random = seededRandom(seed);
  let repeatedAtDesk = 0;
  let isOver = false;
  const startedMs = performance.now();
  const names = Array.from(
    { length: options.seats - 1 },
    (_, at) => [`Analyst ${at + 1}`, 'analyst'] as const,
  );
  await using team = await aTeam(names, { ports: { assets: assetsForADay() } });
  await using desk = await aDesk({
    fail: { status: 503, rate: 0.05, dropAfterAcceptRate: 0.2 },
    random: () => (isOver ? 1 : random()),
    nowMs: () => team.vault.clock.nowMs(),
    log: (event) => {
      if (event.type === 'repeated') repeatedAtDesk += 1;
    },
  });
  const { seats } = team;
  const [founder] = seats as [Seat, ...Seat[]];
  await sendTo(asVault(team, founder), 'police', desk);
  await team.settle();
  if (variant === 'keeps-a-change') {
    const [, spoilt] = seats as [Seat, Seat];
    spoilt.lock();
    await forgetHowToTakeBack(spoilt.folder);
    await spoilt.unlock();
  }
  const joinedMs = performance.now();

  const acknowledged: Acknowledged[] = [];
  const away = new Set<Seat>();
  const count = { flaps: 0, exchanges: 0, settled: 0 };
  const deeds: Record<string, number> = {};
  let mostMemory = 0;
  const noteDone = (name: string) => {
    deeds[name] = (deeds[name] ?? 0) + 1;
  };
  const work = async (seat: Seat, minute: number): Promise<void> => {
    // The supervisor settles, and is a party to nothing.
    const isOfTheMany = seat !== founder;
    if (isOfTheMany && random() < 0.7) {
      // One in three is a case that somebody at another seat may take in and decide in the same minutes.
      const isShared = random() < 0.33;
      const host = isShared ? `shared-${Math.floor(minute / 5)}` : `own-${minute}-${seats.indexOf(seat)}`;
      const made = await decideAt(seat.client, host, random);
      noteDone(made === null ? 'report' : 'decide');
      if (made !== null) acknowledged.push({ ...made, device: seat.device() });
    } else {
      const done = await deedAtRandom(asVault(team, seat), random, desk, isOfTheMany ? BESIDES : OVERSEEING);
      if (done !== null) noteDone(done);
    }
  };
  for (let minute = 0; minute < hours * 60; minute++) {
    for (const seat of seats) {
      await seat.client.vault.active();
      if (random() < busy) await work(seat, minute);
      const isAway = away.has(seat);
      if (random() < (isAway ? FINDS_CONTACT : LOSES_CONTACT)) {
        if (isAway) team.hub.comeBack(seat.device());
        else team.hub.goAway(seat.device());
        if (isAway) away.delete(seat);
        else away.add(seat);
        count.flaps += isAway ? 0 : 1;
      } else if (!isAway) {
        // Some answers get lost on the way.
        if (random() < 0.02) team.hub.loseAnswers(1, seat.device());
        await seat.sync().catch(() => {});
        count.exchanges += 1;
        if (random() < 0.2) await sendOnce(asVault(team, seat));
      }
    }
    count.settled += await settleAll(founder);
    team.vault.clock.advance(MINUTE_MS);
    mostMemory = Math.max(mostMemory, process.memoryUsage.rss() / 2 ** 20);
    if (minute % 30 === 29) say(`  ${(minute + 1) / 60} hours, ${acknowledged.length} decisions`);
  }
  const workedMs = performance.now();
  isOver = true;
  for (const seat of away) team.hub.comeBack(seat.device());
  for (const seat of seats) team.hub.loseAnswers(0, seat.device());
  const exported = await together(team);
  for (const seat of seats) seat.lock();
  const found = await compareSeats(
    seats.map(({ folder }) => folder),
    acknowledged,
    desk.dir,
    exported,
  );
  const seconds = (from: number, to: number) => Math.round((to - from) / 1000);
  return {
    ...{ seed, seats: seats.length, hours, acknowledged: acknowledged.length },
    ...found,
    ...count,
    ...{ deeds, repeatedAtDesk, mostMemory: Math.round(mostMemory) },
    seconds: {
      joining: seconds(startedMs, joinedMs),
      working: seconds(joinedMs, workedMs),
      comparing: seconds(workedMs, performance.now()),
    },
  };
}

/** Rules by which a person may look at cases for the whole day, and a decision goes out at once. */
const assetsForADay = () =>
  assetsWith((policy) => {
    policy.review.graceSeconds = 0;
    policy.review.secondReviewRate = { illegal: 0.1, legal: 0.1, undetermined: 0.1 };
    policy.session.dutyMinutesPerDay = 1440;
    policy.categories[0]!.destinations = ['police'];
  });

/** The supervisor lets every disagreement stand as it is. @returns how many there were */
async function settleAll({ client }: Seat): Promise<number> {
  const disagreements = await client.secondReview.disagreements();
  for (const { review } of disagreements)
    await client.secondReview.settle({
      ...{ command: aCommand(), review, settlement: { outcome: 'uphold' }, note: 'as it is' },
    });
  return disagreements.length;
}

const ROUNDS = 60;

/** Exchanges and delivers until nothing waits at any seat. @returns the merged record, as the founder gives it out */
async function together(team: ATeam): Promise<string> {
  const { seats } = team;
  const [founder] = seats as [Seat, ...Seat[]];
  for (let round = 0; round < ROUNDS; round++) {
    await team.settle();
    for (const seat of seats) {
      await seat.client.vault.active();
      await sendOnce(asVault(team, seat));
    }
    await team.settle();
    const police = (await founder.client.referral.destinations()).find(({ id }) => id === 'police');
    const left = await settleAll(founder);
    if (left === 0 && police?.waiting === 0) break;
    team.vault.clock.advance(MINUTE_MS);
  }
  const lines: string[] = [];
  for await (const step of await founder.client.audit.export()) lines.push(...step.lines);
  await team.settle();
  return lines.map((line) => `${line}\n`).join('');
}
