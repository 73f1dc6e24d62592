import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ReferralBody } from '../../../shared/domain/referral.ts';
import type { FrozenReferral } from '../../../src-main/engine/referral/channels/channel.ts';
import { generateHotlineKey } from '../../../src-main/exchange/hotline-signature.ts';
import { ReferralStore } from '../../../src-main/receiver/referral-store.ts';
import type { RunningDesk } from './a-desk.ts';
import { aDesk, deliver, seeded } from './a-desk.ts';
import { aReferral } from './a-referral.ts';

const REFERRALS = 200;
const MAXIMUM_ATTEMPTS = 60;
const SEED = 20_261_121;
const FAULTS = { status: 503, rate: 0.3, dropAfterAcceptRate: 0.2 };

/** Sends every case until it is delivered; `attempt` makes what is sent each time. */
async function sendAll(desk: RunningDesk, attempt: (number: number, attempts: number) => FrozenReferral) {
  const hotlineKey = await generateHotlineKey();
  const exchange = { network: desk.network, timeoutMs: 5000, nowMs: Date.now };
  const tally = { attempts: 0, delivered: 0, refused: 0 };
  for (let number = 1; number <= REFERRALS; number++) {
    for (let attempts = 1; attempts <= MAXIMUM_ATTEMPTS; attempts++) {
      tally.attempts++;
      const outcome = await deliver(attempt(number, attempts), desk.settings, hotlineKey, exchange);
      if (outcome.type === 'retry') continue;
      if (outcome.type !== 'stuck') tally[outcome.type]++;
      break;
    }
  }
  return tally;
}

async function storedPerCase(dir: string): Promise<number[]> {
  const counts = new Map<string, number>();
  for (const name of await readdir(join(dir, 'referrals'))) {
    const record: { body: string } = JSON.parse(await readFile(join(dir, 'referrals', name), 'utf8'));
    const { subject } = ReferralBody.parse(JSON.parse(record.body));
    counts.set(subject.case, (counts.get(subject.case) ?? 0) + 1);
  }
  return [...counts.values()];
}

test('two hundred referrals through a failing desk are each stored exactly once', async () => {
  await using desk = await aDesk({ fail: FAULTS, random: seeded(SEED) });
  const tally = await sendAll(desk, (number) => aReferral(number));
  const perCase = await storedPerCase(desk.dir);
  const of = (type: string) => desk.events.filter((event) => event.type === type).length;
  console.log(`seed ${SEED}:`, tally, {
    failed: of('failed-on-purpose'),
    dropped: of('dropped'),
    repeated: of('repeated'),
  });
  expect({ delivered: tally.delivered, refused: tally.refused }).toEqual({
    delivered: REFERRALS,
    refused: 0,
  });
  expect(perCase).toEqual(Array(REFERRALS).fill(1));
  expect(of('failed-on-purpose')).toBeGreaterThan(50);
  expect(of('dropped')).toBeGreaterThan(25);
});

test('control: a client that builds a new referral with a new key on every retry leaves duplicates', async () => {
  await using desk = await aDesk({ fail: FAULTS, random: seeded(SEED) });
  const tally = await sendAll(desk, (number, attempts) => {
    const rebuilt = aReferral(attempts * 10_000 + number);
    const body = JSON.parse(new TextDecoder().decode(rebuilt.body));
    return aReferral(attempts * 10_000 + number, {
      subject: { ...body.subject, case: ReferralBody.parse(bodyOf(number)).subject.case },
    });
  });
  const perCase = await storedPerCase(desk.dir);
  const duplicates = perCase.reduce((sum, count) => sum + count - 1, 0);
  console.log(`seed ${SEED}:`, tally, { duplicates });
  expect(perCase.length).toBe(REFERRALS);
  expect(duplicates).toBeGreaterThan(25);
});

test('a client that changes only the key is stopped by the referral id: refused, no duplicate', async () => {
  await using desk = await aDesk({ fail: { ...FAULTS, rate: 0 }, random: seeded(SEED) });
  const tally = await sendAll(desk, (number, attempts) => ({
    ...aReferral(number),
    idempotencyKey: `${hex32(attempts)}${hex32(number)}`,
  }));
  expect(await storedPerCase(desk.dir)).toEqual(Array(REFERRALS).fill(1));
  expect(tally.refused).toBeGreaterThan(25);
});

test('a desk that was stopped remembers what it accepted', async () => {
  await using first = await aDesk();
  const hotlineKey = await generateHotlineKey();
  const send = (desk: RunningDesk) =>
    deliver(aReferral(1), desk.settings, hotlineKey, {
      network: desk.network,
      timeoutMs: 5000,
      nowMs: Date.now,
    });
  const before = await send(first);
  await using second = await aDesk({ dir: first.dir });
  const after = await send(second);
  expect(before.type).toBe('delivered');
  expect(after).toEqual(before);
  expect((await ReferralStore.open(join(first.dir, 'referrals'))).size).toBe(1);
});

const bodyOf = (number: number): unknown => JSON.parse(new TextDecoder().decode(aReferral(number).body));

const hex32 = (number: number): string => number.toString(16).padStart(32, '0');
