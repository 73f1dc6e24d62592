import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import { DestinationId } from '../../shared/domain/ids.ts';
import { aDesk, type RunningDesk, seeded } from '../src-main/receiver/a-desk.ts';
import { aFolder } from '../support/a-folder.ts';
import { aMailServer, type MailFault } from '../support/a-mail-server.ts';
import { sendTo } from '../support/a-referring-vault.ts';
import { aVault } from '../support/a-vault.ts';
import { programFile } from '../support/programs.ts';
import { aRoughWay, SMOOTH } from './a-rough-way.ts';
import { childEnvironment } from './child-environment.ts';
import { compareDeliveries, type Differences, noticesTo, settleParked } from './compare-deliveries.ts';
import { completeLines } from './complete-lines.ts';
import { hurriedClock } from './hurried-clock.ts';
import { impatientAssets } from './impatient-assets.ts';
import { rebuildWhatWasUnderWay } from './rebuild-under-way.ts';

/** What the process says first. */
export type Loaded = 'loaded';

/** What the process says when the engine has answered a decision. */
export interface Decided {
  case: string;
}

/**
 * `real` is the product. The others are what it is not, and must be caught: one makes a new referral with a new key of
 * what was under way, the other hands a message over once more when it does not know whether it arrived.
 */
export type DeliveryVariant = 'real' | 'rebuilds-on-restart' | 'mails-again';

export interface DeliveryReport extends Differences {
  seed: number;
  variant: DeliveryVariant;
  kills: number;
  acknowledged: number;
  /** What the ways to both receivers did with connections. */
  ways: Record<'passed' | 'dropped' | 'cut' | 'delayed', number>;
  /** What the desk did with requests, and the mail server with messages. */
  desk: Record<string, number>;
  mail: Partial<Record<MailFault, number>>;
  seconds: number;
}

const ROUGH = { drop: 0.05, cut: 0.2, delay: 0.15 };
/** The desk answers each of these for a third of the run: it is started anew between them. */
const STATUSES = [500, 503, 429];
const MAIL_FAULTS: readonly MailFault[] = [
  'busy',
  'no-mailbox-at-data',
  'drop-before-data',
  'drop-in-data',
  'drop-after-dot',
];

/** Longest life, where the receivers have not been heard of: a circuit may be open. */
const LONGEST_LIFE_MS = 4000;

/**
 * Kills a process that refers every case to a desk and to a provider by mail, again and again, while both receivers and
 * the ways to them misbehave; then lets the last one finish, lets a person look at what is parked, and compares what
 * everybody has.
 */
export async function killWhileDelivering(options: {
  kills: number;
  seed: number;
  variant?: DeliveryVariant;
}): Promise<DeliveryReport> {
  const { kills, seed, variant = 'real' } = options;
  const startedMs = performance.now();
  const startMs = Date.now();
  const clock = hurriedClock(startMs);
  const random = seeded(seed);
  const chance = seeded(seed + 1);
  const mailed: DeliveryReport['mail'] = {};
  const isReal = variant === 'real';
  // The controls meet what they do wrong at each kill, and nothing else.
  const answersLost = { real: 0.35, 'rebuilds-on-restart': 1, 'mails-again': 0 }[variant];
  /** What the mail server does with the next message. */
  let mailFault = (): MailFault => (variant === 'mails-again' ? 'drop-after-dot' : 'none');

  using deskFolder = aFolder();
  const deskTally: Record<string, number> = {};
  const openDesk = (status: number, isKind: boolean): Promise<RunningDesk> =>
    aDesk({
      dir: deskFolder.path,
      ...(isKind ? {} : { fail: { status, rate: 0.06, dropAfterAcceptRate: answersLost } }),
      random: chance,
      nowMs: () => clock.nowMs(),
      log: (event) => {
        const name = event.type === 'failed-on-purpose' ? String(event.status) : event.type;
        deskTally[name] = (deskTally[name] ?? 0) + 1;
      },
    });
  let desk = await openDesk(STATUSES[0]!, false);
  await using mail = await aMailServer();
  const rates = isReal ? ROUGH : SMOOTH;
  await using toDesk = await aRoughWay(desk.receiver.port, { rates, random: chance });
  await using toMail = await aRoughWay(mail.port, {
    rates,
    random: chance,
    // Every message has a connection of its own.
    onConnection: () => {
      mail.fault = mailFault();
      mailed[mail.fault] = (mailed[mail.fault] ?? 0) + 1;
    },
  });
  const heard = {
    desk: () => Object.values(deskTally).reduce((sum, n) => sum + n, 0),
    mail: () => mail.received.length,
    any: () => heard.desk() + heard.mail(),
  };
  using vault = await aVault({ ports: { assets: impatientAssets(['police', 'providers']), clock } });
  const url = `https://127.0.0.1:${toDesk.port}/referrals`;
  await sendTo(vault, 'police', { ...desk, settings: { ...desk.settings, url } });
  await noticesTo(vault, DestinationId.parse('providers'), mail, toMail.port);
  vault.lock();

  /** When a life ends. */
  const deathOf = (kill: number): Death => {
    const after = (count: () => number, more: number, momentMs = random() * 60) => {
      const enough = count() + more;
      return { isDue: () => count() >= enough, momentMs };
    };
    if (variant === 'rebuilds-on-restart') return after(heard.desk, 1);
    // The second time is a moment after the first.
    if (variant === 'mails-again') return after(heard.mail, 2);
    // Every third one ends while it waits for the word of a mail server that has its message.
    const isMuteFor = kill % 3 === 2;
    mailFault = isMuteFor ? () => 'silent' : sometimes;
    if (isMuteFor) return after(heard.mail, 1);
    // One in five ends anywhere from its start on, the others once the receivers have heard something of them.
    const lasts = random() >= 0.2;
    return after(heard.any, lasts ? 1 + Math.floor(random() * 5) : 0, random() * (lasts ? 60 : 200));
  };
  const sometimes = (): MailFault => {
    const [isFaulty, which] = [chance() < 0.25, Math.floor(chance() * MAIL_FAULTS.length)];
    return isFaulty ? MAIL_FAULTS[which]! : 'none';
  };

  const acknowledged: string[] = [];
  let next = aLife(vault.folder, variant, 0, startMs);
  for (let kill = 0; kill < kills; kill++) {
    const life = next;
    next = aLife(vault.folder, variant, kill + 1, startMs);
    const phase = Math.floor((kill * STATUSES.length) / kills);
    if (phase !== Math.floor((Math.max(0, kill - 1) * STATUSES.length) / kills)) {
      await desk[Symbol.asyncDispose]();
      desk = await openDesk(STATUSES[phase]!, false);
      toDesk.to = desk.receiver.port;
    }
    if (variant === 'rebuilds-on-restart') await rebuildWhatWasUnderWay(vault, clock);
    acknowledged.push(...(await liveAndDie(life, deathOf(kill))));
  }
  next.kill('SIGKILL');

  await desk[Symbol.asyncDispose]();
  desk = await openDesk(500, true);
  toDesk.to = desk.receiver.port;
  toDesk.rates = toMail.rates = SMOOTH;
  mailFault = () => 'none';
  await vault.unlock();
  const settled = await settleParked(vault, mail);
  const found = await compareDeliveries(vault, acknowledged, deskFolder.path, mail);
  await desk[Symbol.asyncDispose]();
  const ways = { ...toDesk.tally };
  for (const name of ['passed', 'dropped', 'cut', 'delayed'] as const) ways[name] += toMail.tally[name];
  return {
    ...{ seed, variant, kills, acknowledged: acknowledged.length },
    ...settled,
    ...found,
    ways,
    desk: deskTally,
    mail: mailed,
    seconds: Math.round((performance.now() - startedMs) / 1000),
  };
}

type Life = ChildProcessByStdio<Writable, Readable, null>;

/** A process that has loaded the engine and waits for its turn. */
function aLife(folder: string, variant: DeliveryVariant, life: number, startMs: number): Life {
  const script = programFile('delivering-process');
  return spawn(process.execPath, [script, folder, variant, String(life), String(startMs)], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: childEnvironment,
  });
}

interface Death {
  isDue: () => boolean;
  /** How much longer it lives then. */
  momentMs: number;
}

/**
 * Lets the process work until its death is due, and kills it; answers which cases it said. Its life begins when it is
 * loaded: on a machine that has much to do, loading would take all of it.
 */
async function liveAndDie(life: Life, { isDue, momentMs }: Death): Promise<string[]> {
  let text = '';
  life.stdout.setEncoding('utf8').on('data', (piece: string) => {
    text += piece;
  });
  const closed = once(life, 'close');
  while (!text.includes('\n') && life.exitCode === null) await wait(2);
  life.stdin.end('go');
  const endsAtMs = performance.now() + LONGEST_LIFE_MS;
  while (!isDue() && life.exitCode === null && performance.now() < endsAtMs) await wait(2);
  await wait(momentMs);
  if (life.exitCode !== null) throw new Error(`the process at work ended by itself with ${life.exitCode}`);
  life.kill('SIGKILL');
  await closed;
  const said = completeLines<Loaded | Decided>(text);
  return said.filter((line) => line !== 'loaded').map((decided) => decided.case);
}
