import { describe, expect, test } from 'vitest';
import type { CaseId } from '../../../../shared/domain/ids.ts';
import { aCommand } from '../../../support/a-command.ts';
import { activate, nextPolicy, proposed } from '../../../support/a-proposal.ts';
import { aReport } from '../../../support/a-report.ts';
import { type AVault, aVault, PERSON } from '../../../support/a-vault.ts';
import { legal } from '../../../support/an-assessment.ts';
import { atWork, enrolled } from '../../../support/colleagues.ts';
import { failureOf } from '../../../support/failure-of.ts';
import { problemsOf } from '../../../support/problems-of.ts';

const MINUTE_MS = 60_000;
/** be-2017 */
const LIMIT_MS = 120 * MINUTE_MS;
const EXTENSION_MS = 30 * MINUTE_MS;

/** A vault with cases to work on and the analyst Ann at work, at nine in the morning. */
async function annAtWork(): Promise<{ vault: AVault; cases: CaseId[] }> {
  const vault = await aVault();
  await enrolled(vault, 'Ann', 'analyst');
  const cases: CaseId[] = [];
  for (const name of ['a', 'b', 'c']) {
    const report = aReport().of(`https://${name}.example/`).build();
    cases.push((await vault.client.intake.report({ command: aCommand(), report })).cases[0]!.id);
  }
  const day = new Date(vault.clock.nowMs()).toISOString().slice(0, 10);
  vault.clock.jump(Date.parse(`${day}T09:00:00.000Z`) - vault.clock.nowMs());
  await atWork(vault, 'Ann');
  return { vault, cases };
}

/** Works, saying so every minute as the page does. */
async function work(vault: AVault, ms: number): Promise<void> {
  for (let worked = 0; worked < ms; worked += MINUTE_MS) {
    vault.clock.advance(Math.min(MINUTE_MS, ms - worked));
    await vault.client.vault.active();
  }
}

const over = (workedMs: number, limitMs = LIMIT_MS) => ({
  code: 'DUTY_TIME_OVER',
  data: { workedMs, limitMs },
});

describe('duty time', () => {
  test('is the time a person was active; longer pauses are not counted', async () => {
    const { vault } = await annAtWork();
    using _ = vault;
    await work(vault, 10 * MINUTE_MS);
    vault.clock.advance(2 * MINUTE_MS + 1);
    await vault.client.vault.active();
    vault.clock.advance(2 * MINUTE_MS);
    expect(await vault.client.vault.active()).toEqual({
      workedMs: 12 * MINUTE_MS,
      limitMs: LIMIT_MS,
      extendedMs: 0,
      idleLockMs: 5 * MINUTE_MS,
      isBinding: true,
      rest: { minutes: 15, dueInMs: 108 * MINUTE_MS, endsAt: null },
      elsewhere: null,
    });
  });

  test('runs on the monotonic clock: setting the time adds nothing and takes nothing away', async () => {
    const { vault } = await annAtWork();
    using _ = vault;
    await work(vault, MINUTE_MS);
    for (const jump of [30 * MINUTE_MS, -30 * MINUTE_MS]) {
      vault.clock.jump(jump);
      await vault.client.vault.active();
    }
    expect((await vault.client.vault.active()).workedMs).toBe(MINUTE_MS);
  });

  test('is kept over locks, restarts and the work of others, for each person on their own', async () => {
    const { vault } = await annAtWork();
    using _ = vault;
    await work(vault, 10 * MINUTE_MS);
    await atWork(vault, PERSON);
    await work(vault, 3 * MINUTE_MS);
    const supervisor = (await vault.client.vault.active()).workedMs;
    await vault.restart();
    const again = (await vault.client.vault.active()).workedMs;
    await atWork(vault, 'Ann');
    const ann = (await vault.client.vault.active()).workedMs;
    expect({ supervisor, again, ann }).toEqual({
      supervisor: 3 * MINUTE_MS,
      again: 3 * MINUTE_MS,
      ann: 10 * MINUTE_MS,
    });
  });

  test('starts again with the day', async () => {
    const { vault, cases } = await annAtWork();
    using _ = vault;
    await work(vault, LIMIT_MS);
    expect((await failureOf(vault.client.review.claim({ command: aCommand(), id: cases[0]! }))).code).toBe(
      'DUTY_TIME_OVER',
    );
    vault.clock.advance(24 * 60 * MINUTE_MS);
    expect((await vault.client.vault.active()).workedMs).toBe(0);
    expect((await vault.client.review.claim({ command: aCommand(), id: cases[0]! })).id).toBe(cases[0]);
  });
});

describe('the limit', () => {
  test('refuses an analyst to claim and to assess, from the very minute, and nothing else', async () => {
    const { vault, cases } = await annAtWork();
    using _ = vault;
    const { client } = vault;
    const claim = () => client.review.claim({ command: aCommand(), id: cases[0]! });
    const assess = () => client.review.assess({ command: aCommand(), case: cases[0]!, judgement: legal() });
    await work(vault, LIMIT_MS - MINUTE_MS);
    await claim();
    await work(vault, MINUTE_MS);
    expect([await failureOf(claim()), await failureOf(assess())]).toEqual([over(LIMIT_MS), over(LIMIT_MS)]);
    expect((await client.review.case({ id: cases[0]! })).summary.state).toBe('open');
    expect((await client.review.queue({})).total).toBe(3);
    expect((await client.review.saveDraft({ case: cases[0]!, draft: { json: '{}' } })).saved).toBe(true);
  });

  test('binds a supervisor where the policy says so, and otherwise only shows them the time', async () => {
    const { vault, cases } = await annAtWork();
    using _ = vault;
    await atWork(vault, PERSON);
    await work(vault, LIMIT_MS + 10 * MINUTE_MS);
    const decided = { command: aCommand(), case: cases[0]!, judgement: legal() };
    expect(await failureOf(vault.client.review.assess(decided))).toEqual(over(LIMIT_MS + 10 * MINUTE_MS));

    const { session } = nextPolicy(vault);
    const looser = { ...session, limitBindsSupervisors: false, breakAfterMinutes: null };
    await activate(vault, await proposed(vault, nextPolicy(vault, { session: looser })));
    expect(await vault.client.vault.active()).toMatchObject({
      workedMs: LIMIT_MS + 10 * MINUTE_MS,
      isBinding: false,
      rest: null,
    });
    expect((await vault.client.review.assess({ ...decided, command: aCommand() })).state).toBe('closed');
  });

  test('is put off by half an hour with a reason, which stands in the ledger, once for one command', async () => {
    const { vault, cases } = await annAtWork();
    using _ = vault;
    const { client } = vault;
    const claim = () => client.review.claim({ command: aCommand(), id: cases[0]! });
    await work(vault, LIMIT_MS + 5 * MINUTE_MS);
    const command = aCommand();
    const extended = await client.vault.extendDuty({ command, reason: 'A child in danger: police wait' });
    expect(await client.vault.extendDuty({ command, reason: 'A child in danger: police wait' })).toEqual(
      extended,
    );
    // Counted from now, not from when the limit was reached.
    expect(extended.extendedMs).toBe(EXTENSION_MS + 5 * MINUTE_MS);
    await work(vault, EXTENSION_MS - MINUTE_MS);
    await claim();
    await work(vault, MINUTE_MS);
    const total = LIMIT_MS + 5 * MINUTE_MS + EXTENSION_MS;
    expect(await failureOf(claim())).toEqual(over(total, total));
    const { entries } = await client.audit.entries({ kind: 'duty.extended' });
    expect(entries.map(({ data, actor }) => [data, actor.name])).toEqual([
      [{ minutes: 30, reason: 'A child in danger: police wait' }, 'Ann'],
    ]);
    expect(await problemsOf(client)).toEqual([]);
  });

  test('is not put off without a reason', async () => {
    const { vault } = await annAtWork();
    using _ = vault;
    const extend = (reason: string) => vault.client.vault.extendDuty({ command: aCommand(), reason });
    expect((await failureOf(extend('no'))).code).toBe('BAD_REQUEST');
    expect((await failureOf(extend(''))).code).toBe('BAD_REQUEST');
    expect((await vault.client.vault.active()).extendedMs).toBe(0);
  });
});
