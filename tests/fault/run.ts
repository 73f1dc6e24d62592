/**
 * `npm run fault`: the long form of the fault tests, with their controls.
 * `node tests/fault/run.ts [--kills 1000] [--images 10000] [--races 50] [--cases 1000000] [--pdq] [--ledgers 10000] [--flaps 200] [--offline 4998]
 * [--rounds 200] [--seats 40] [--hours 8] [--seed n]
 * [--only kill|iccam|delivery|outage|flaps|power|keys|lists|race|backlog|verifiers|seats|hub|soak] [--json]`: `--cases` is how many the backlog
 * has, and its lists; `--pdq` gives it PDQ too. `--rounds` is for the rough hub, `--seats` and `--hours` for the soak.
 * Ends with 0 where nothing was lost and every control was caught.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { aFolder } from '../support/a-folder.ts';
import { bundlePrograms } from '../support/programs.ts';
import { compareVerifiers, laxVerifier, pythonProblem } from '../support/three-verifiers.ts';
import { ALL_ARRIVED, type Arrivals } from './arrivals.ts';
import { flap } from './flapping-desk.ts';
import { killWhileChangingKey } from './killed-while-changing-key.ts';
import { killWhileDelivering } from './killed-while-delivering.ts';
import { killWhileListing } from './killed-while-listing.ts';
import { killWhileMatching } from './killed-while-matching.ts';
import { killWhileReportingToIccam } from './killed-while-reporting-to-iccam.ts';
import { killWhileWorking } from './killed-while-working.ts';
import { sitOutAnOutage } from './long-outage.ts';
import { canLosePower, losePower } from './power-loss/power-loss.ts';
import { killSeats, type Row, roughenHub, soakSeats } from './run-team.ts';
import { raceForTheVault } from './two-instances.ts';

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '1000' },
    images: { type: 'string', default: '10000' },
    races: { type: 'string', default: '50' },
    cases: { type: 'string', default: '1000000' },
    pdq: { type: 'boolean', default: false },
    ledgers: { type: 'string', default: '10000' },
    flaps: { type: 'string', default: '200' },
    offline: { type: 'string', default: '4998' },
    rounds: { type: 'string', default: '200' },
    seats: { type: 'string', default: '40' },
    hours: { type: 'string', default: '8' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000_000) },
    only: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
});
const seed = Number(values.seed);

const removePrograms = await bundlePrograms();
const rows: Row[] = [];
const say = (words: string) => process.stderr.write(`${words}\n`);
const wanted = (test: string) => values.only === undefined || values.only === test;

/** A report and its decision leave some 60 operations on the disk, each of which is lost in three ways. */
const IMAGES_A_DECISION = 180;

if (wanted('kill')) {
  say(`Killing ${values.kills} times ...`);
  const real = await killWhileWorking({ kills: Number(values.kills), seed });
  const { lost, duplicates, orphans, unfinishedImports, ledgerProblems, damagedPages } = real;
  const bad = lost + duplicates + orphans + unfinishedImports + ledgerProblems + damagedPages;
  rows.push({
    test: 'F1 killed while working',
    tried: `${real.kills} kills, ${real.acknowledged} decisions and ${real.imports} imports acknowledged, ${real.requests} requests`,
    found: `${lost} lost, ${duplicates} duplicates, ${orphans} orphans, ${ledgerProblems} ledger problems`,
    holds: bad === 0 && real.acknowledged > real.kills,
    detail: real,
  });
  const early = await killWhileWorking({ kills: 20, seed, variant: 'acknowledges-before-commit' });
  rows.push({
    test: 'F1 control: answers before it commits',
    tried: `${early.kills} kills, ${early.acknowledged} decisions acknowledged`,
    found: `${early.lost} lost`,
    holds: early.lost > 0,
    detail: early,
  });
  const rebuilt = await killWhileWorking({ kills: 20, seed, variant: 'rebuilds-on-restart' });
  rows.push({
    test: 'F1 control: a new referral on restart',
    tried: `${rebuilt.kills} kills, ${rebuilt.requests} requests`,
    found: `${rebuilt.duplicates} duplicates`,
    holds: rebuilt.duplicates > 0,
    detail: rebuilt,
  });
}

if (wanted('iccam')) {
  const kills = Math.max(30, Math.ceil(Number(values.kills) * 0.03));
  say(`Killing ${kills} times while reporting to ICCAM ...`);
  const real = await killWhileReportingToIccam({ kills, seed });
  const control = await killWhileReportingToIccam({ kills: 3, seed, variant: 'posts-blindly' });
  rows.push({
    test: 'F19 killed while reporting to ICCAM',
    tried: `${real.kills} kills, ${real.decisions} decisions, ${real.answersLost} answers lost`,
    found: `${real.lost} lost, ${real.doubled} doubled, ${real.parked} left to a person; the control doubles ${control.doubled}`,
    holds: real.lost + real.doubled === 0 && real.reports === real.decisions && control.doubled > 0,
    detail: { real, control },
  });
}

if (wanted('delivery')) {
  say(`Killing ${values.kills} times while delivering to a desk and by mail ...`);
  const real = await killWhileDelivering({ kills: Number(values.kills), seed });
  const { lost, duplicates, doubledMails, changed, undelivered, ledgerProblems, damagedPages } = real;
  const bad = lost + duplicates + doubledMails + changed + undelivered + ledgerProblems + damagedPages;
  rows.push({
    test: 'F20 killed while delivering on two channels',
    tried: `${real.kills} kills, ${real.acknowledged} decisions acknowledged, ${real.referrals} referrals, ${real.desk.repeated} repeated at the desk, ${real.unknown} of unknown outcome by mail`,
    found: `${lost} lost, ${duplicates} duplicates, ${doubledMails} doubled messages, ${changed} changed, ${undelivered} undelivered, ${real.parked} left to a person`,
    holds: bad === 0 && real.acknowledged > real.kills && real.unknown > 0,
    detail: real,
  });
  const rebuilt = await killWhileDelivering({ kills: 10, seed, variant: 'rebuilds-on-restart' });
  rows.push({
    test: 'F20 control: a new key for what is repeated',
    tried: `${rebuilt.kills} kills`,
    found: `${rebuilt.duplicates} duplicates`,
    holds: rebuilt.duplicates > 0,
    detail: rebuilt,
  });
  const again = await killWhileDelivering({ kills: 10, seed, variant: 'mails-again' });
  rows.push({
    test: 'F20 control: mails again what is unknown',
    tried: `${again.kills} kills`,
    found: `${again.doubledMails} doubled messages`,
    holds: again.doubledMails > 0,
    detail: again,
  });
}

/** How much of what a desk has, or has not, is wrong. */
const wrongIn = (arrivals: Arrivals): number =>
  Object.keys(ALL_ARRIVED).reduce((sum, name) => sum + Math.abs(arrivals[name as keyof Arrivals]), 0);
const arrived = ({ lost, duplicates, changed, outOfOrder }: Arrivals): string =>
  `${lost} lost, ${duplicates} duplicates, ${changed} changed, ${outOfOrder} cases out of order`;

if (wanted('outage')) {
  const decisions = Number(values.offline);
  say(`Deciding ${decisions} times in eight hours without the desk ...`);
  const real = await sitOutAnOutage({ decisions });
  const control = await sitOutAnOutage({ decisions: 30, hours: 1, variant: 'newest-first' });
  rows.push({
    test: 'F10 eight hours without the desk',
    tried: `${real.decisions} decisions of ${real.cases} cases, ${real.attempts} attempts, delivered within ${real.recoveredInMinutes} minutes`,
    found: `${arrived(real)}; the control has ${control.outOfOrder} out of order`,
    holds: wrongIn(real) === 0 && real.recoveredInMinutes !== null && control.outOfOrder > 0,
    detail: { real, control },
  });
}

if (wanted('flaps')) {
  say(`Breaking a desk off ${values.flaps} times ...`);
  const real = await flap({ flaps: Number(values.flaps), seed });
  const control = await flap({ flaps: 10, seed, variant: 'rebuilds-on-restart' });
  rows.push({
    test: 'F10 a desk that comes and goes',
    tried: `${real.flaps} flaps, ${real.decisions} decisions, ${real.repeated} repeated`,
    found: `${arrived(real)}; the control doubles ${control.duplicates}`,
    holds: wrongIn(real) === 0 && real.recoveredInMinutes !== null && control.duplicates > 0,
    detail: { real, control },
  });
}

if (wanted('power') && !canLosePower()) {
  say('Power loss is left out: it needs Linux and a C compiler.');
} else if (wanted('power')) {
  say(`Losing power in ${values.images} ways ...`);
  const decisions = Math.ceil(Number(values.images) / IMAGES_A_DECISION);
  const real = await losePower({ decisions, every: 1, seed });
  rows.push({
    test: 'F2 power lost',
    tried: `${real.images} images of the disk over ${real.decisions} decisions`,
    found: `${real.imagesThatLost} lost, ${real.unreadable} unreadable, ${real.inconsistent} inconsistent`,
    holds: real.imagesThatLost + real.unreadable + real.inconsistent === 0,
    detail: real,
  });
  const control = await losePower({ decisions: 40, every: 4, seed, durability: 'normal' });
  rows.push({
    test: 'F2 control: does not wait for the disk',
    tried: `${control.images} images`,
    found: `${control.imagesThatLost} lost, up to ${control.mostLost} decisions`,
    holds: control.imagesThatLost > 100,
    detail: control,
  });
}

if (wanted('keys')) {
  const kills = Math.max(20, Math.round(Number(values.kills) / 10));
  say(`Killing ${kills} times while the key of the database is changed ...`);
  const real = await killWhileChangingKey({ kills, seed });
  const control = await killWhileChangingKey({ kills, seed, careless: true });
  rows.push({
    test: 'F18 killed while the key changes',
    tried: `${real.kills} kills, ${real.within} within a change, ${real.acknowledged} changes acknowledged`,
    found: `${real.shutOut} shut out, ${real.stillOpens} former keys that open it, ${real.ledgerProblems} ledger problems; the control shuts out ${control.shutOut}`,
    holds:
      real.shutOut + real.stillOpens + real.ledgerProblems === 0 && real.within > 0 && control.shutOut > 0,
    detail: { real, control },
  });
}

if (wanted('lists')) {
  const kills = Math.ceil(Number(values.kills) * 0.3);
  say(`Killing ${kills} times while a list is replaced ...`);
  const real = await killWhileListing({ kills, seed });
  rows.push({
    test: 'F12 killed while a list is replaced',
    tried: `${real.kills} kills, ${real.acknowledged} versions acknowledged, ${real.ahead} taken and not yet said`,
    found: `${real.lost} lost, ${real.between} between two versions, ${real.leftovers} leftovers, ${real.rebuilt} indexes rebuilt`,
    holds:
      real.lost + real.between + real.leftovers + real.ledgerProblems === 0 &&
      real.acknowledged > real.kills / 4,
    detail: real,
  });
}

if (wanted('race')) {
  say(`Racing ${values.races} times ...`);
  const real = await raceForTheVault(Number(values.races));
  rows.push({
    test: 'F11 two instances',
    tried: `${real.rounds} races`,
    found: `${real.entered} in, ${real.refused} refused, ${real.strange.length} otherwise, ${real.ledgerProblems} ledger problems`,
    holds:
      real.strange.length === 0 && real.ledgerProblems === 0 && real.reportsKept === real.reportsAcknowledged,
    detail: real,
  });
}

if (wanted('backlog')) {
  const [kills, cases] = [Math.ceil(Number(values.kills) * 0.012), Number(values.cases)];
  say(`Killing ${kills} times while ${cases} cases are matched ...`);
  const real = await killWhileMatching({ kills, seed, cases, listed: cases, pdq: values.pdq, say });
  const wrong = (of: typeof real) =>
    of.lost + of.surplus + of.double + of.miscounted.length + Math.abs(of.completed - 1) + of.wentBack;
  rows.push({
    test: 'F16 killed while a backlog is matched',
    tried: `${real.kills} kills, ${real.expected} matches of ${cases} cases`,
    found: `${real.lost} lost, ${real.surplus} too many, ${real.double} double, ${real.miscounted.length} miscounted, ${real.completed} entry, ${real.again} cases done again, ${real.mostAgain} at most; ${real.ledgerProblems} ledger problems`,
    holds: wrong(real) + real.ledgerProblems + real.damagedPages === 0 && real.killedAtStart < real.kills,
    detail: real,
  });
  const few = { kills: 6, seed, cases: 60_000, listed: 10_000, pdq: false, say };
  const forgets = await killWhileMatching({ ...few, variant: 'forgets-its-place' });
  rows.push({
    test: 'F16 control: forgets its place',
    tried: `${forgets.kills} kills`,
    found: `${forgets.wentBack} times too much done again, ${forgets.again} cases`,
    holds: forgets.wentBack > 0,
    detail: forgets,
  });
  const early = await killWhileMatching({ ...few, variant: 'keeps-its-place-too-early' });
  rows.push({
    test: 'F16 control: keeps its place too early',
    tried: `${early.kills} kills`,
    found: `${early.lost} lost`,
    holds: early.lost > 0,
    detail: early,
  });
}

if (wanted('verifiers')) {
  say(`Giving ${values.ledgers} random and damaged ledgers to every verifier ...`);
  using folder = aFolder();
  const compare = (ledgers: number, script?: string) =>
    compareVerifiers(join(folder.path, script ? 'lax' : 'ours'), ledgers, seed, script);
  const ledgers = Number(values.ledgers);
  const real = await compare(ledgers);
  rows.push({
    test: 'F17 three verifiers',
    tried: `${ledgers} ledgers, ${real.held} of which hold; Python: ${pythonProblem() ?? 'yes'}`,
    found: `${real.disagreements.length} disagreements`,
    holds: real.disagreements.length === 0 && real.held > 0 && real.held < ledgers,
    detail: real,
  });
  const lax = await compare(500, laxVerifier(folder.path));
  rows.push({
    test: 'F17 control: a rule left out of one',
    tried: '500 ledgers',
    found: `${lax.disagreements.length} disagreements`,
    holds: lax.disagreements.length > 0,
    detail: lax.disagreements.length,
  });
}

const team = { seed, say };
if (wanted('seats')) rows.push(...(await killSeats(team, Math.ceil(Number(values.kills) * 0.3), 4)));
if (wanted('hub')) rows.push(...(await roughenHub(team, Number(values.rounds))));
if (wanted('soak')) rows.push(...(await soakSeats(team, Number(values.seats), Number(values.hours))));

removePrograms();
const holds = rows.length > 0 && rows.every((row) => row.holds);
if (values.json) process.stdout.write(`${JSON.stringify({ seed, holds, tests: rows })}\n`);
else {
  process.stdout.write(`\nseed ${seed}\n`);
  for (const row of rows) {
    process.stdout.write(
      `${row.holds ? 'ok    ' : 'FAILED'} ${row.test.padEnd(40)} ${row.tried}: ${row.found}\n`,
    );
  }
}
process.exitCode = holds ? 0 : 1;
