/**
 * `npm run demo -- --team`: a morning of a hotline with three seats over a PostgreSQL that fails in the middle, on
 * synthetic data. Ends with 0 only where everything came together as it must.
 */
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Assessment } from '../shared/domain/assessment.ts';
import type { CaseSummary } from '../shared/domain/case.ts';
import { DestinationId } from '../shared/domain/ids.ts';
import { hostingZone } from '../shared/domain/member-table.ts';
import { defangSubject } from '../shared/domain/subject.ts';
import { Entry } from '../shared/ledger/entry.ts';
import { datesFromNow } from '../src-main/engine/intake/sample-dates.ts';
import { verifyVault } from '../src-main/host-cli/commands/audit-commands.ts';
import { importFile } from '../src-main/host-cli/commands/intake-commands.ts';
import { EXIT, tellError } from '../src-main/host-cli/terminal/exit-code.ts';
import { newCommand } from '../src-main/host-cli/terminal/open-engine.ts';
import { Terminal, table } from '../src-main/host-cli/terminal/terminal.ts';
import { writeLines } from '../src-main/host-cli/terminal/write-lines.ts';
import { type Receiver, startReceiver } from '../src-main/receiver/receiver.ts';
import {
  DemoHub,
  type DemoSeat,
  exchange,
  foundingSeat,
  GRACE_SECONDS,
  joinedSeat,
  PASSPHRASE,
  reasonOf,
  settle,
  until,
} from './demo-seats.ts';
import { noPostgres } from './postgres-server.ts';

const ROOT = join(import.meta.dirname, '..');
const SAMPLES = join(ROOT, 'assets', 'samples');
const DESKS = ['police', 'iccam'] as const;

/** How the morning ended. */
export interface TeamDemoResult {
  seats: {
    name: string;
    device: string;
    entries: number;
    decisions: number;
    verified: boolean;
    root: string;
  }[];
  decisions: number;
  parallels: { agreed: number; disagreed: number; settled: number };
  desks: { desk: string; due: number; stored: number; cameAgain: number }[];
  /** Entries in the exported ledger, and what each verifier of it says; null where it cannot be run here. */
  exported: { entries: number; late: number; overtaken: number; node: boolean; python: boolean | null };
  /** What is not as it must be, in words. */
  wrong: string[];
}

interface Desk {
  id: (typeof DESKS)[number];
  receiver: Receiver;
  came: { stored: number; repeated: number };
}

/** Plays the morning in a folder, which the caller removes. */
class Morning implements AsyncDisposable {
  readonly #folder: string;
  readonly #tell: (words: string) => void;
  readonly #terminal: Terminal;
  /** How many cases each seat decides before the hub fails, and again while it is away. */
  readonly #each: number;
  readonly #seats: DemoSeat[] = [];
  readonly #desks: Desk[] = [];
  /** Cases that nobody has decided, those for different desks mixed. */
  #cases: CaseSummary[] = [];
  /** The referrals that each desk is due, by what the seats were told when they decided. */
  readonly #due = new Map<string, number>(DESKS.map((id) => [id, 0]));
  #hub: DemoHub | null = null;

  constructor(folder: string, terminal: Terminal, tell: (words: string) => void, each: number) {
    this.#folder = folder;
    this.#terminal = terminal;
    this.#tell = tell;
    this.#each = each;
  }

  async play(): Promise<TeamDemoResult> {
    const sam = await this.#open();
    const [, ada, ben] = this.#seats as [DemoSeat, DemoSeat, DemoSeat];
    await this.#import(sam);
    await this.#claimOne(ada, ben);
    this.#tell('4. All three decide, each at their own seat.');
    for (const seat of this.#seats) await this.#decideSome(seat);
    await this.#loseHub(sam);
    const twice = [await this.#decideTwice(ada, ben, true), await this.#decideTwice(ada, ben, false)];
    for (const seat of this.#seats) await this.#decideSome(seat);
    await this.#findHub();
    await this.#settleDisagreement(sam);
    await this.#arrive();
    return this.#count(sam, twice.length);
  }

  async #open(): Promise<DemoSeat> {
    const sam = await foundingSeat(this.#folder, 'Sam');
    this.#seats.push(sam);
    this.#hub = await DemoHub.setUp(this.#folder, sam);
    await settle([sam], 'the first seat gives the hub its record');
    const { checks } = await sam.client.team.check();
    const failed = checks.filter(({ ok }) => !ok).map(({ check, finding }) => `${check} (${finding})`);
    this.#tell(
      `1. Sam, a supervisor, founds the team. A PostgreSQL at port ${this.#hub.port} is its hub. Of ${checks.length} checks from his seat ${checks.length - failed.length} hold${failed.length > 0 ? `; not: ${failed.join(', ')}` : ''}.`,
    );
    for (const name of ['Ada', 'Ben']) this.#seats.push(await joinedSeat(this.#folder, sam, name));
    this.#tell('   Ada and Ben, analysts, join with a file and a code each, from seats of their own.');
    for (const id of DESKS) {
      const came = { stored: 0, repeated: 0 };
      const receiver = await startReceiver({
        ...{ dir: join(this.#folder, id), port: 0, name: `${id} desk (demonstration)` },
        log: ({ type }) => {
          if (type === 'stored' || type === 'repeated') came[type] += 1;
        },
      });
      this.#desks.push({ id, receiver, came });
      const { ca, client: own } = receiver.certificates;
      await sam.client.referral.addDestination({
        command: newCommand(),
        destination: {
          id: DestinationId.parse(id),
          channel: { kind: 'https-json', settings: { url: receiver.url, ca, ...own } },
        },
      });
    }
    await settle(this.#seats, 'every seat knows the desks', async () => {
      const known = await Promise.all(this.#seats.map(({ client }) => client.referral.destinations()));
      return known.every((each) =>
        DESKS.every((id) => each.some((one) => one.id === id && one.kind !== null)),
      );
    });
    this.#tell('   Sam configures two desks, police and iccam; every seat has them.');
    return sam;
  }

  async #import(seat: DemoSeat): Promise<void> {
    let reports = 0;
    for (const file of ['scart.csv', 'vics.json', 'hashline.jsonl']) {
      const path = join(this.#folder, file);
      writeFileSync(path, datesFromNow(readFileSync(join(SAMPLES, file), 'utf8'), Date.now()));
      reports += (await importFile(seat.client, path, {}, this.#terminal)).reports;
    }
    const { total } = await seat.client.review.queue({ limit: 1 });
    await settle(this.#seats, 'every seat has the imported cases', async () => {
      const queues = await Promise.all(this.#seats.map(({ client }) => client.review.queue({ limit: 1 })));
      return queues.every((queue) => queue.total === total);
    });
    this.#tell(`2. ${seat.name} imports ${reports} reports: ${total} cases. Every seat has the same queue.`);
    await this.#mix(seat);
  }

  async #mix({ client, name }: DemoSeat): Promise<void> {
    const { cases } = await client.review.queue({ limit: 500 });
    const { members, hotline } = await client.vault.unlock({ name, passphrase: PASSPHRASE });
    const inZone = (zone: string) =>
      cases.filter((one) => hostingZone(one.hosting, hotline.country, members) === zone);
    const [own, abroad] = [inZone('own'), inZone('inhope')];
    this.#cases = own.flatMap((one, at) => (abroad[at] === undefined ? [one] : [one, abroad[at]]));
    const needed = 3 + 6 * this.#each;
    if (this.#cases.length < needed) throw new Error(`the samples hold fewer than ${needed} such cases`);
  }

  async #claimOne(ada: DemoSeat, ben: DemoSeat): Promise<void> {
    const found = this.#next();
    await ada.client.review.claim({ command: newCommand(), id: found.id });
    const told = await ben.client.review.claim({ command: newCommand(), id: found.id }).then(
      () => 'nobody hindered',
      (error: unknown) => reasonOf(error),
    );
    if (told !== 'held-elsewhere') throw new Error(`Ben's claim of Ada's case: ${told}`);
    this.#tell(`3. Ada claims ${caseText(found)}. Ben, who wants it too, is told that she has it.`);
    await this.#decide(ada, found, 'illegal');
  }

  /** The first of a seat's share is judged legal, the others illegal. */
  async #decideSome(seat: DemoSeat): Promise<void> {
    for (let at = 0; at < this.#each; at++) {
      const found = this.#next();
      await seat.client.review.claim({ command: newCommand(), id: found.id });
      await this.#decide(seat, found, at === 0 && this.#each > 1 ? 'legal' : 'illegal');
    }
  }

  async #decide(seat: DemoSeat, found: CaseSummary, legality: Legality, isDue = true): Promise<void> {
    const judgement = judgementOf(found, legality);
    const { route, state } = await seat.client.review.assess({
      ...{ command: newCommand(), case: found.id, judgement },
    });
    if (isDue) for (const desk of route.destinations) this.#due.set(desk, (this.#due.get(desk) ?? 0) + 1);
    const to = route.destinations.join(' and ') || state;
    this.#tell(`   ${seat.name}: ${caseText(found)}: ${legality}, category ${route.category} -> ${to}.`);
  }

  async #loseHub(sam: DemoSeat): Promise<void> {
    await settle(this.#seats, 'all have what was decided so far');
    this.#hub?.stop();
    for (const seat of this.#seats)
      await until(`${seat.name} has no contact`, async () => ((await exchange(seat)) === null ? true : null));
    const refused = await sam.client.team
      .invite({ command: newCommand(), name: 'Eve', role: 'analyst' })
      .then(() => 'nothing', reasonOf);
    if (refused !== 'needs-contact') throw new Error(`an invitation without contact: ${refused}`);
    this.#tell(
      '5. The hub is stopped. Sam cannot invite anybody, which needs contact. Everybody goes on deciding.',
    );
  }

  /** Two decide the same case, neither knowing of the other; its referral is due once. */
  async #decideTwice(ada: DemoSeat, ben: DemoSeat, isSame: boolean): Promise<void> {
    const found = this.#next();
    this.#tell(`   Ada and Ben decide the same case, and judge ${isSame ? 'the same' : 'differently'}:`);
    await this.#decide(ada, found, 'illegal');
    await this.#decide(ben, found, isSame ? 'illegal' : 'legal', false);
  }

  async #findHub(): Promise<void> {
    const waiting = await Promise.all(
      this.#seats.map(async ({ name, client }) => `${name} ${(await client.team.status()).waiting}`),
    );
    this.#tell(`   Entries that wait for their place: ${waiting.join(', ')}.`);
    await this.#hub?.startAgain();
    const [first] = await settle(this.#seats, 'all are together again', async () => {
      const told = await this.#seats[0]!.client.secondReview.disagreements();
      return told.length === 1;
    });
    this.#tell(`6. The hub is back. Every seat has the same ${first?.settled} entries, and none waits.`);
  }

  async #settleDisagreement(sam: DemoSeat): Promise<void> {
    const [dispute] = await sam.client.secondReview.disagreements();
    if (dispute === undefined) throw new Error('there is no disagreement');
    const { first, second, review, subject, kind } = dispute;
    this.#tell(
      `   Of the two on ${defangSubject(kind, subject)}, ${first.by.name}'s came first in the order and stands: ${first.judgement.legality}. ${second.by.name} had judged: ${second.judgement.legality}.`,
    );
    const illegal = [first, second].find(({ judgement }) => judgement.legality === 'illegal');
    if (illegal === undefined) throw new Error('neither judged it illegal');
    const { outcome } = await sam.client.secondReview.settle({
      command: newCommand(),
      review,
      settlement:
        illegal === first ? { outcome: 'uphold' } : { outcome: 'overturn', judgement: illegal.judgement },
    });
    this.#tell(`7. Sam settles the disagreement: it is illegal. The first decision is ${outcome}.`);
  }

  async #arrive(): Promise<void> {
    this.#tell(`8. Couriers send what was decided, ${GRACE_SECONDS} s after each decision.`);
    const open = ['queued', 'sending', 'retrying', 'held', 'parked'];
    await settle(this.#seats, 'every referral is at its desk', async () => {
      const outboxes = await Promise.all(
        this.#seats.map(({ client }) => client.referral.outbox({ limit: 1000 })),
      );
      return (
        outboxes.every(({ referrals }) => !referrals.some(({ state }) => open.includes(state))) &&
        this.#desks.every(({ id, receiver }) => receiver.size() >= (this.#due.get(id) ?? 0))
      );
    });
    for (const { id, receiver, came } of this.#desks)
      this.#tell(
        `   The ${id} desk holds ${receiver.size()} referrals; ${this.#due.get(id)} were due, ${came.repeated} came again.`,
      );
  }

  async #count(sam: DemoSeat, parallels: number): Promise<TeamDemoResult> {
    const settled = await settle(this.#seats, 'all have everything at the end');
    const path = join(this.#folder, 'ledger.jsonl');
    await writeLines(path, await sam.client.audit.export());
    const after = await settle(this.#seats, 'all have the entry of the export');
    const reports: Awaited<ReturnType<typeof verifyVault>>[] = [];
    for (const { client } of this.#seats) reports.push(await verifyVault(client, this.#terminal));
    const entries = entriesIn(path);
    const made = (kind: string, device?: string) =>
      entries.filter((one) => one.kind === kind && (device === undefined || one.device === device));
    const seats = this.#seats.map(({ name }, at) => {
      const device = settled[0]?.seats.find(({ person }) => person?.name === name)?.device ?? '';
      const { ok = false, root = '' } = reports[at] ?? {};
      const decisions = made('case.assessed', device).length;
      return { name, device, entries: after[at]?.settled ?? 0, decisions, verified: ok, root };
    });
    const told = made('assessment.paralleled');
    const agreed = told.filter(({ data }) => data.agrees === true).length;
    const found = {
      seats,
      decisions: made('case.assessed').length,
      parallels: {
        agreed,
        disagreed: told.length - agreed,
        settled: made('assessment.upheld').length + made('assessment.overturned').length,
      },
      desks: this.#desks.map(({ id, receiver, came }) => ({
        desk: id,
        due: this.#due.get(id) ?? 0,
        stored: receiver.size(),
        cameAgain: came.repeated,
      })),
      exported: verdictOn(path),
    };
    const decided = 1 + 6 * this.#each + 2 * parallels;
    return { ...found, wrong: wrongIn(found, decided, after.flatMap(({ unapplied }) => unapplied).length) };
  }

  #next(): CaseSummary {
    const found = this.#cases.shift();
    if (found === undefined) throw new Error('there are no more cases');
    return found;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const seat of this.#seats) seat.close();
    await Promise.all(this.#desks.map(({ receiver }) => receiver.close()));
    this.#hub?.stop();
  }
}

type Legality = 'illegal' | 'legal';

const judgementOf = ({ hosting }: CaseSummary, legality: Legality): Assessment =>
  Assessment.parse({
    legality,
    hosting: { country: hosting, source: 'reported' },
    ...(legality === 'illegal' ? { classification: 'baseline', age: 'not-categorised' } : {}),
    reasons: [],
  });

/** The two verifiers that share no code with Hashline. */
function verdictOn(path: string): TeamDemoResult['exported'] {
  const run = (program: string, script: string) =>
    spawnSync(program, [join(ROOT, 'verifier', script), path, '--json'], { encoding: 'utf8' });
  const node = run(process.execPath, 'hashline-verify.mjs');
  const { entries = 0, late = 0, overtaken = 0 } = node.status === 0 ? JSON.parse(node.stdout) : {};
  const needs = ['-c', 'import sys; sys.exit(sys.version_info < (3, 11))'];
  const hasPython = spawnSync('python3', needs).status === 0;
  const python = hasPython ? run('python3', 'hashline_verify.py').status === 0 : null;
  return { entries, late, overtaken, node: node.status === 0, python };
}

const entriesIn = (path: string): Entry[] =>
  readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .flatMap((line) => {
      const entry = Entry.safeParse(JSON.parse(line));
      return entry.success ? [entry.data] : [];
    });

/** What is not as it must be. */
function wrongIn(
  { seats, decisions, parallels, desks, exported }: Omit<TeamDemoResult, 'wrong'>,
  decided: number,
  unapplied: number,
): string[] {
  const claims: readonly (readonly [holds: boolean, otherwise: string])[] = [
    ...seats.map(({ name, verified }) => [verified, `the vault of ${name} does not verify`] as const),
    [new Set(seats.map(({ root }) => root)).size === 1, 'the seats do not have the same record'],
    [unapplied === 0, `${unapplied} entries could not be applied at a seat`],
    [decisions === decided, `${decided} decisions were made, and the record has ${decisions}`],
    [
      parallels.agreed === 1 && parallels.disagreed === 1 && parallels.settled === 1,
      'two parallel decisions were due, one of them a disagreement that is settled',
    ],
    ...desks.map(
      ({ desk, due, stored }) =>
        [due === stored && due > 0, `${desk} was due ${due} referrals and has ${stored}`] as const,
    ),
    [exported.node, 'hashline-verify.mjs finds the exported ledger wrong'],
    [exported.python !== false, 'hashline_verify.py finds the exported ledger wrong'],
  ];
  return claims.filter(([holds]) => !holds).map(([, otherwise]) => otherwise);
}

function toldResult({ seats, decisions, parallels, desks, exported, wrong }: TeamDemoResult): string {
  const yes = (holds: boolean | null) =>
    holds === null ? 'no python3 of 3.11 or later' : holds ? 'yes' : 'NO';
  return [
    '',
    table([
      ['SEAT', 'ENTRIES', 'DECISIONS', 'VERIFIED'],
      ...seats.map((one) => [one.name, String(one.entries), String(one.decisions), yes(one.verified)]),
    ]),
    '',
    table([
      ['DESK', 'REFERRALS DUE', 'THERE', 'CAME AGAIN'],
      ...desks.map((one) => [one.desk, String(one.due), String(one.stored), String(one.cameAgain)]),
    ]),
    '',
    table([
      ['Decisions', String(decisions)],
      [
        'Decided twice',
        `${parallels.agreed} the same, ${parallels.disagreed} not (${parallels.settled} settled)`,
      ],
      ['Exported entries', `${exported.entries} (${exported.late} late, ${exported.overtaken} overtaken)`],
      ['hashline-verify.mjs', yes(exported.node)],
      ['hashline_verify.py', yes(exported.python)],
    ]),
    '',
    ...(wrong.length === 0 ? ['Everything came together.'] : wrong.map((words) => `WRONG: ${words}.`)),
  ].join('\n');
}

const caseText = ({ kind, subject }: CaseSummary): string => defangSubject(kind, subject);

async function main(): Promise<number> {
  const { json, short } = parseArgs({
    options: { json: { type: 'boolean', default: false }, short: { type: 'boolean', default: false } },
  }).values;
  const terminal = new Terminal(json, process);
  const tell = (words: string) => {
    (json ? process.stderr : process.stdout).write(`${words}\n`);
  };
  if (noPostgres !== null) {
    process.stderr.write(`This demonstration needs a PostgreSQL: ${noPostgres}.\n`);
    return EXIT.failed;
  }
  const folder = mkdtempSync(join(tmpdir(), 'hashline-demo-'));
  // The account under which PostgreSQL runs passes through to its own folder.
  chmodSync(folder, 0o711);
  try {
    await using morning = new Morning(folder, terminal, tell, short ? 1 : 3);
    const result = await morning.play();
    terminal.answer(result, toldResult(result));
    return result.wrong.length === 0 ? EXIT.done : EXIT.integrity;
  } catch (error) {
    const { words, exit } = tellError(error);
    for (const line of words) process.stderr.write(`error: ${line}\n`);
    return exit;
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
  }
}

if (process.argv[1] === import.meta.filename) process.exitCode = await main();
