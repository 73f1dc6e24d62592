import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { DestinationId, ReferralId } from '../../shared/domain/ids.ts';
import { makeCertificates } from '../../src-main/receiver/certificates.ts';
import { aDesk } from '../src-main/receiver/a-desk.ts';
import { aCommand } from '../support/a-command.ts';
import { aFolder } from '../support/a-folder.ts';
import { aMailServer, type MailServer } from '../support/a-mail-server.ts';
import { refer, sendTo, storedAt } from '../support/a-referring-vault.ts';
import { type AVault, aVault } from '../support/a-vault.ts';
import { aRoughWay, SMOOTH } from './a-rough-way.ts';
import { noticesTo, referralIn } from './compare-deliveries.ts';
import { assetsWith } from './impatient-assets.ts';
import { pass, untilNothingWaits } from './passing-time.ts';

/**
 * `real` is the product, with a person who does what the app asks of them. In the controls that person sends again what
 * is parked with an unknown outcome, or forgets a destination that they paused.
 */
export type ClockVariant = 'real' | 'sends-the-unknown' | 'stays-paused';

export interface ClockReport {
  /** Referrals at the desk that was away and at the one that asked for patience, and messages at the mail server. */
  arrived: [away: number, patient: number, mailed: number];
  /** Decisions with other than one referral, or one message, at a receiver. */
  notOnce: number;
  /** How many referrals a person had to look after, by the reason that they were told. */
  told: Record<string, number>;
  /** Referrals that were not delivered in the end, by their state. */
  left: Record<string, number>;
  /** The longest simulated time until nothing waited; null where that never came. */
  minutes: number | null;
  /** What the verification of the ledger found, by its codes. */
  ledger: string[];
}

const AWAY = DestinationId.parse('police');
const PATIENT = DestinationId.parse('iccam');
const PROVIDERS = DestinationId.parse('providers');
const PLACES = [AWAY, PATIENT, PROVIDERS];

/** Each of them is referred to three places. The last one can still be taken back when the clock is set. */
export const DECISIONS = 4;
/** The certificates of the desks are older than a year, and good for another. */
const ISSUED = new Date(Date.now() - 400 * 86_400_000);

/** A third of the longest time for which a referral may wait. */
const LIMIT_MINUTES = 8 * 60;

/**
 * Lets referrals wait in every way there is: for a desk that is away, for one that asks for patience, for a mail server
 * that is busy, for a person because a message may have arrived, and for the end of the time in which a decision is taken
 * back. Then sets the clock of the workstation wrong, makes the receivers well, and looks at what arrives.
 * @param jumpsMs one after the other, each once nothing waits any more
 */
export async function setTheClockWrong(
  jumpsMs: readonly number[],
  variant: ClockVariant = 'real',
): Promise<ClockReport> {
  using awayFolder = aFolder();
  using patientFolder = aFolder();
  await using mail = await aMailServer();
  const assets = assetsWith((policy) => {
    policy.review.graceSeconds = 30;
    policy.categories[0]!.destinations = PLACES;
    policy.courier = { maxAttempts: 8, baseDelayMs: 1000, maxDelayMs: 120_000, timeoutMs: 5000 };
  });
  using vault = await aVault({ ports: { background: true, assets } });
  const certificates = {
    away: await makeCertificates({ dir: join(awayFolder.path, 'certificates'), now: ISSUED }),
    patient: await makeCertificates({ dir: join(patientFolder.path, 'certificates'), now: ISSUED }),
  };
  const away = await aDesk({ dir: awayFolder.path, certificates: certificates.away });
  const impatient = await aDesk({
    dir: patientFolder.path,
    certificates: certificates.patient,
    fail: { status: 429, rate: 1 },
  });
  let messages = 0;
  let isWell = false;
  await using toMail = await aRoughWay(mail.port, {
    rates: SMOOTH,
    random: () => 0,
    // The first message arrives, and its sender is not told.
    onConnection: () => {
      messages += 1;
      mail.fault = isWell ? 'none' : messages === 1 ? 'drop-after-dot' : 'busy';
    },
  });
  await sendTo(vault, AWAY, away);
  await sendTo(vault, PATIENT, impatient);
  await noticesTo(vault, PROVIDERS, mail, toMail.port);
  const ports = { away: away.receiver.port, patient: impatient.receiver.port };
  await away[Symbol.asyncDispose]();
  const cases: string[] = [];
  for (let number = 1; number < DECISIONS; number++) cases.push((await refer(vault, `host-${number}`)).case);
  await untilAllWaitInTheirWay(vault);
  cases.push((await refer(vault, 'held')).case);

  const limitMinutes = variant === 'stays-paused' ? 60 : LIMIT_MINUTES;
  const told: Record<string, number> = {};
  let minutes: number | null = 0;
  const opened: AsyncDisposable[] = [];
  for (const jumpMs of jumpsMs) {
    vault.clock.jump(jumpMs);
    await goOnWorking(vault);
    if (variant === 'stays-paused')
      await vault.client.referral.pauseDestination({ command: aCommand(), id: PATIENT });
    if (!isWell) {
      await impatient[Symbol.asyncDispose]();
      for (const [name, folder] of [
        ['away', awayFolder],
        ['patient', patientFolder],
      ] as const)
        opened.push(await aDesk({ dir: folder.path, port: ports[name], certificates: certificates[name] }));
      isWell = true;
    }
    const took = await untilNothingWaits(vault, limitMinutes, 10);
    minutes = took === null || minutes === null ? null : Math.max(took, minutes);
  }
  await lookAfterTheParked(vault, mail, told, variant);
  if (minutes !== null) await untilNothingWaits(vault, limitMinutes, 10);

  const { referrals } = await vault.client.referral.outbox({ limit: 1000 });
  const left: Record<string, number> = {};
  for (const { state } of referrals) if (state !== 'delivered') left[state] = (left[state] ?? 0) + 1;
  const ledger = new Set<string>();
  for await (const step of await vault.client.audit.verify()) {
    if (step.phase === 'done') for (const { fault } of step.report.problems) ledger.add(fault.code);
  }
  const [atAway, atPatient] = [await storedAt(awayFolder.path), await storedAt(patientFolder.path)];
  for (const desk of opened) await desk[Symbol.asyncDispose]();
  const caseOf = new Map(referrals.map((one) => [one.id as string, one.case as string]));
  const perPlace = [
    ...[atAway, atPatient].map((stored) => stored.map(({ body }) => body.subject.case as string)),
    mail.received.map(({ text }) => caseOf.get(referralIn(text)) ?? ''),
  ];
  const counts = perPlace.flatMap((there) => cases.map((id) => there.filter((one) => one === id).length));
  return {
    arrived: [atAway.length, atPatient.length, mail.received.length],
    notOnce: counts.filter((count) => count !== 1).length,
    ...{ told, left, minutes, ledger: [...ledger] },
  };
}

/** Lets time pass until one desk is known to be away, the other has asked for patience, and one message is in doubt. */
async function untilAllWaitInTheirWay(vault: AVault): Promise<void> {
  for (;;) {
    await pass(vault, 10_000);
    await wait(50);
    const destinations = await vault.client.referral.destinations();
    const { referrals } = await vault.client.referral.outbox({ state: 'queued', limit: 100 });
    const isTried = (place: DestinationId) =>
      referrals.some(({ destination, attempts }) => destination === place && attempts > 0);
    const isAway = destinations.some(({ id, outage }) => id === AWAY && outage !== null);
    const isInDoubt = destinations.some(({ id, parked }) => id === PROVIDERS && parked === 1);
    if (isAway && isInDoubt && PLACES.every(isTried)) return;
  }
}

/** A clock that runs ahead locks the workstation, as the sleep of the machine does. */
async function goOnWorking(vault: AVault): Promise<void> {
  vault.clock.advance(2000);
  await wait(20);
  const isOpen = await vault.client.vault.session().then(
    () => true,
    () => false,
  );
  if (!isOpen) await vault.unlock();
}

/** A person looks at what the mail server has, and lets go again what is not there. */
async function lookAfterTheParked(
  { client }: AVault,
  mail: MailServer,
  told: Record<string, number>,
  variant: ClockVariant,
): Promise<void> {
  const { referrals } = await client.referral.outbox({ state: 'parked', limit: 1000 });
  for (const { id: text, reason } of referrals) {
    const id = ReferralId.parse(text);
    const code = reason?.code ?? 'none';
    told[code] = (told[code] ?? 0) + 1;
    const isThere = mail.received.some((message) => referralIn(message.text) === id);
    if (isThere && variant !== 'sends-the-unknown')
      await client.referral.confirm({ command: aCommand(), id });
    else await client.referral.resume({ command: aCommand(), id });
  }
}
