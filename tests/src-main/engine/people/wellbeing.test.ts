import { describe, expect, test } from 'vitest';
import type { CaseId } from '../../../../shared/domain/ids.ts';
import { aCommand } from '../../../support/a-command.ts';
import { activate, nextPolicy, proposed } from '../../../support/a-proposal.ts';
import { aReport } from '../../../support/a-report.ts';
import { type AVault, aVault, PERSON } from '../../../support/a-vault.ts';
import { legal } from '../../../support/an-assessment.ts';
import { atWork, enrolled } from '../../../support/colleagues.ts';
import { failureOf } from '../../../support/failure-of.ts';

const MINUTE_MS = 60_000;

/** A vault whose policy asks for ten minutes of rest after an hour, and Ann at work with three cases at nine the next day. */
async function annAtWork(): Promise<{ vault: AVault; cases: CaseId[] }> {
  const vault = await aVault();
  const { session } = nextPolicy(vault);
  const rules = { ...session, breakAfterMinutes: 60, breakMinutes: 10 };
  await activate(vault, await proposed(vault, nextPolicy(vault, { session: rules })));
  await enrolled(vault, 'Ann', 'analyst');
  const cases: CaseId[] = [];
  for (const name of ['a', 'b', 'c']) {
    const report = aReport().of(`https://${name}.example/`).build();
    cases.push((await vault.client.intake.report({ command: aCommand(), report })).cases[0]!.id);
  }
  const tomorrow = new Date(vault.clock.nowMs() + 24 * 60 * MINUTE_MS).toISOString().slice(0, 10);
  vault.clock.jump(Date.parse(`${tomorrow}T09:00:00.000Z`) - vault.clock.nowMs());
  await atWork(vault, 'Ann');
  return { vault, cases };
}

async function work(vault: AVault, minutes: number): Promise<void> {
  for (let worked = 0; worked < minutes; worked += 1) {
    vault.clock.advance(MINUTE_MS);
    await vault.client.vault.active();
  }
}

const kindsOf = async ({ client }: AVault): Promise<string[]> =>
  (await client.audit.entries({})).entries.map(({ kind }) => kind);

describe('a rest that the policy asks for', () => {
  test('is refused no case before it is due, and every case from then on until it was taken', async () => {
    const { vault, cases } = await annAtWork();
    using _ = vault;
    const claim = () => vault.client.review.claim({ command: aCommand(), id: cases[0]! });
    await work(vault, 59);
    await claim();
    await work(vault, 1);
    const due = { code: 'REST_DUE', data: { minutes: 10, endsAt: null } };
    const assess = { command: aCommand(), case: cases[0]!, judgement: legal() };
    expect([await failureOf(claim()), await failureOf(vault.client.review.assess(assess))]).toEqual([
      due,
      due,
    ]);

    const { rest } = await vault.client.wellbeing.rest({ command: aCommand() });
    const endsAt = new Date(vault.clock.nowMs() + 10 * MINUTE_MS).toISOString();
    expect(rest).toEqual({ minutes: 10, dueInMs: 0, endsAt });
    await work(vault, 9);
    expect(await failureOf(claim())).toEqual({ code: 'REST_DUE', data: { minutes: 10, endsAt } });
    await work(vault, 1);
    expect((await vault.client.vault.active()).rest).toEqual({
      minutes: 10,
      dueInMs: 60 * MINUTE_MS,
      endsAt: null,
    });
    await claim();
  });

  test('binds a supervisor like everybody else', async () => {
    const { vault, cases } = await annAtWork();
    using _ = vault;
    await atWork(vault, PERSON);
    await work(vault, 60);
    const claim = vault.client.review.claim({ command: aCommand(), id: cases[0]! });
    expect((await failureOf(claim)).code).toBe('REST_DUE');
  });

  test('is not ended by a lock, and is no time of duty', async () => {
    const { vault } = await annAtWork();
    using _ = vault;
    await work(vault, 60);
    await vault.client.wellbeing.rest({ command: aCommand() });
    await work(vault, 5);
    await atWork(vault, PERSON);
    await atWork(vault, 'Ann');
    const { workedMs, rest } = await vault.client.vault.active();
    expect({ workedMs, endsAt: rest?.endsAt }).toEqual({
      workedMs: 60 * MINUTE_MS,
      endsAt: new Date(vault.clock.nowMs() + 5 * MINUTE_MS).toISOString(),
    });
  });

  test('is put off by a reason for going on, for which alone there is an entry', async () => {
    const { vault, cases } = await annAtWork();
    using _ = vault;
    await work(vault, 60);
    const before = await kindsOf(vault);
    await vault.client.wellbeing.rest({ command: aCommand() });
    expect(await kindsOf(vault)).toEqual(before);
    await vault.client.vault.extendDuty({ command: aCommand(), reason: 'A child in danger' });
    await vault.client.review.claim({ command: aCommand(), id: cases[0]! });
    expect((await kindsOf(vault)).slice(0, 2)).toEqual(['case.claimed', 'duty.extended']);
    await work(vault, 30);
    expect((await vault.client.vault.active()).rest?.dueInMs).toBe(0);
  });
});

describe('what a person arranges for themselves', () => {
  test('is kept in the vault for them alone, and leaves no entry', async () => {
    const { vault } = await annAtWork();
    using _ = vault;
    const { client } = vault;
    const chosen = { narrative: 'hold', wording: 'reduced', colours: 'reduced' } as const;
    const usual = { narrative: 'press', wording: 'full', colours: 'full' };
    const before = await kindsOf(vault);
    expect(await client.wellbeing.preferences()).toEqual(usual);
    await client.wellbeing.prefer({ command: aCommand(), preferences: chosen });
    expect(await kindsOf(vault)).toEqual(before);
    await atWork(vault, PERSON);
    expect(await client.wellbeing.preferences()).toEqual(usual);
    await atWork(vault, 'Ann');
    expect(await client.wellbeing.preferences()).toEqual(chosen);
  });

  test('lighter work is counted once for each command, in their numbers, and in no supervisor’s', async () => {
    const { vault } = await annAtWork();
    using _ = vault;
    const { client } = vault;
    const before = await kindsOf(vault);
    const command = aCommand();
    await client.wellbeing.tookLighter({ command });
    await client.wellbeing.tookLighter({ command });
    expect(await client.wellbeing.tookLighter({ command: aCommand() })).toEqual({ today: 2 });
    expect(await kindsOf(vault)).toEqual(before);
    const from = new Date(vault.clock.nowMs()).toISOString().slice(0, 10);
    const period = { from, to: new Date(vault.clock.nowMs() + 86_400_000).toISOString().slice(0, 10) };
    expect((await client.insight.ownLoad(period)).lighter).toBe(2);
    await atWork(vault, PERSON);
    expect(JSON.stringify(await client.insight.load(period))).not.toContain('lighter');
    expect((await client.insight.ownLoad(period)).lighter).toBe(0);
  });

  test('their day says what is done, what waits and what stopped', async () => {
    const { vault, cases } = await annAtWork();
    using _ = vault;
    const { client } = vault;
    await work(vault, 20);
    await client.review.claim({ command: aCommand(), id: cases[0]! });
    await client.review.assess({ command: aCommand(), case: cases[0]!, judgement: legal() });
    await client.review.claim({ command: aCommand(), id: cases[1]! });
    await client.review.saveDraft({ case: cases[1]!, draft: { json: '{}' } });
    expect(await client.wellbeing.today()).toEqual({
      day: new Date(vault.clock.nowMs()).toISOString().slice(0, 10),
      workedMs: 20 * MINUTE_MS,
      decided: 1,
      waiting: { claimed: 1, given: 0, drafts: 1 },
      stopped: 0,
      lighter: 0,
    });
  });
});
