import { describe, expect, test } from 'vitest';
import type { CaseId } from '../../../../shared/domain/ids.ts';
import { aCommand } from '../../../support/a-command.ts';
import { aReport } from '../../../support/a-report.ts';
import { type AVault, aVault, PERSON } from '../../../support/a-vault.ts';
import { legal, undetermined } from '../../../support/an-assessment.ts';
import { atWork, enrolled } from '../../../support/colleagues.ts';
import { failureOf } from '../../../support/failure-of.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
/** be-2017 */
const LIMIT = 120;

const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
/** The week before tomorrow. */
const lastWeek = (vault: AVault) => ({
  from: dayOf(vault.clock.nowMs() - 6 * DAY_MS),
  to: dayOf(vault.clock.nowMs() + DAY_MS),
});

/** The analysts Ann and Ben, and the supervisor at work at nine in the morning. */
async function aTeam(): Promise<AVault> {
  const vault = await aVault();
  await enrolled(vault, 'Ben', 'analyst');
  await enrolled(vault, 'Ann', 'analyst');
  const day = dayOf(vault.clock.nowMs());
  vault.clock.jump(Date.parse(`${day}T09:00:00.000Z`) - vault.clock.nowMs());
  return vault;
}

async function reported(vault: AVault, name: string, receivedAt?: number): Promise<CaseId> {
  const report = aReport().of(`https://${name}.example/`);
  const built = receivedAt === undefined ? report.build() : report.receivedAt(receivedAt).build();
  return (await vault.client.intake.report({ command: aCommand(), report: built })).cases[0]!.id;
}

async function work(vault: AVault, minutes: number): Promise<void> {
  for (let worked = 0; worked < minutes; worked += 1) {
    vault.clock.advance(MINUTE_MS);
    await vault.client.vault.active();
  }
}

const assess = (vault: AVault, id: CaseId, judgement = legal()) =>
  vault.client.review.assess({ command: aCommand(), case: id, judgement });

const nothing = {
  decided: 0,
  decidedLate: 0,
  claimed: 0,
  given: 0,
  oldDrafts: 0,
  pace: null,
  days: [],
  needsBreak: false,
};

describe('the load', () => {
  test('lists everybody who works on cases, by name, also those who did nothing', async () => {
    using vault = await aTeam();
    await enrolled(vault, 'Eva', 'auditor');
    const { limitMinutes, people } = await vault.client.insight.load(lastWeek(vault));
    expect({ limitMinutes, people: people.map(({ person, ...row }) => [person.name, row]) }).toEqual({
      limitMinutes: LIMIT,
      people: [
        ['Ann', nothing],
        ['Ben', nothing],
        [PERSON, nothing],
      ],
    });
  });

  test('counts what a person decided, late or not, has in hand and left unfinished', async () => {
    using vault = await aTeam();
    const { client, clock } = vault;
    const names = ['decided', 'twice', 'claimed', 'given', 'drafted'] as const;
    const ids = new Map<string, CaseId>();
    for (const name of names) ids.set(name, await reported(vault, name));
    const late = await reported(vault, 'late', clock.nowMs() - 10 * DAY_MS);
    const id = (name: (typeof names)[number]): CaseId => ids.get(name)!;
    await atWork(vault, 'Ann');
    await assess(vault, id('decided'));
    await assess(vault, id('twice'), undetermined());
    await assess(vault, id('twice'));
    await assess(vault, late);
    await client.review.claim({ command: aCommand(), id: id('claimed') });
    await client.review.saveDraft({ case: id('drafted'), draft: { json: '{}' } });
    clock.advance(DAY_MS + MINUTE_MS);
    await atWork(vault, PERSON);
    const ann = (await client.people.list()).find(({ name }) => name === 'Ann')!;
    await client.review.reassign({
      command: aCommand(),
      case: id('given'),
      to: ann.id,
      reason: 'urgent',
      words: '',
    });
    const { people } = await client.insight.load(lastWeek(vault));
    expect(people[0]).toEqual({
      person: { id: ann.id, name: 'Ann', role: 'analyst' },
      ...nothing,
      decided: 3,
      decidedLate: 1,
      claimed: 1,
      given: 1,
      oldDrafts: 1,
    });
    expect(people.slice(1).map(({ person, ...row }) => row)).toEqual([nothing, nothing]);
  });

  test('gives duty time by whole days against the limit; a person who went beyond it needs a break', async () => {
    using vault = await aTeam();
    await atWork(vault, 'Ann');
    const first = dayOf(vault.clock.nowMs());
    await work(vault, 30);
    vault.clock.advance(DAY_MS);
    const second = dayOf(vault.clock.nowMs());
    await vault.client.vault.active();
    await work(vault, LIMIT);
    await vault.client.vault.extendDuty({ command: aCommand(), reason: 'A child in danger' });
    await work(vault, 10);
    const row = async () => (await vault.client.insight.ownLoad(lastWeek(vault))).own;
    const { days, needsBreak, pace } = await row();
    expect({ days, needsBreak, pace }).toEqual({
      days: [
        { day: first, minutes: 30, overLimit: false, extended: false },
        { day: second, minutes: LIMIT + 10, overLimit: true, extended: true },
      ],
      needsBreak: true,
      pace: null,
    });
    vault.clock.advance(2 * DAY_MS);
    expect((await row()).needsBreak).toBe(false);
  });

  test('shows a pace from twenty cases on, over days that are over', async () => {
    using vault = await aTeam();
    const cases: CaseId[] = [];
    for (let at = 0; at < 21; at += 1) cases.push(await reported(vault, `case${at}`));
    await atWork(vault, 'Ann');
    await work(vault, 60);
    for (const id of cases.slice(0, 20)) await assess(vault, id);
    const pace = async () => (await vault.client.insight.ownLoad(lastWeek(vault))).own.pace;
    const today = await pace();
    vault.clock.advance(DAY_MS);
    await vault.client.vault.active();
    await work(vault, 30);
    await assess(vault, cases[20]!);
    expect([today, await pace()]).toEqual([null, 20]);
  });

  test('is for supervisors; every person sees the same row about themselves', async () => {
    using vault = await aTeam();
    await enrolled(vault, 'Eva', 'auditor');
    await atWork(vault, 'Ann');
    await work(vault, 12);
    await assess(vault, await reported(vault, 'one'));
    const { limitMinutes, own } = await vault.client.insight.ownLoad(lastWeek(vault));
    const refused = { code: 'NOT_PERMITTED', data: { duty: 'oversee' } };
    expect(await failureOf(vault.client.insight.load(lastWeek(vault)))).toEqual(refused);
    await atWork(vault, 'Eva');
    expect((await vault.client.insight.ownLoad(lastWeek(vault))).own.person.name).toBe('Eva');
    expect(await failureOf(vault.client.insight.load(lastWeek(vault)))).toEqual(refused);
    await atWork(vault, PERSON);
    const team = await vault.client.insight.load(lastWeek(vault));
    expect(own).toMatchObject({ decided: 1, days: [{ minutes: 12 }] });
    expect([team.limitMinutes, team.people[0]]).toEqual([limitMinutes, own]);
  });

  test('lists a disabled person as long as the period has work of theirs', async () => {
    using vault = await aTeam();
    await atWork(vault, 'Ann');
    await work(vault, 5);
    await atWork(vault, PERSON);
    for (const { id, name } of await vault.client.people.list()) {
      if (name !== PERSON) await vault.client.people.disable({ command: aCommand(), person: id });
    }
    const names = async () =>
      (await vault.client.insight.load(lastWeek(vault))).people.map(({ person }) => person.name);
    expect(await names()).toEqual(['Ann', PERSON]);
    vault.clock.advance(8 * DAY_MS);
    expect(await names()).toEqual([PERSON]);
  });
});
