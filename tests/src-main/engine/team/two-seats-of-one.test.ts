import { describe, expect, test } from 'vitest';
import type { CaseId } from '../../../../shared/domain/ids.ts';
import type { Problem } from '../../../../shared/ledger/verify.ts';
import { aCommand } from '../../../support/a-command.ts';
import { aReport } from '../../../support/a-report.ts';
import { type ATeam, aTeam, type Seat } from '../../../support/a-team.ts';
import { illegalIn, legal } from '../../../support/an-assessment.ts';
import { failureOf } from '../../../support/failure-of.ts';
import { recordedDifferences } from '../../../support/rebuilt.ts';

/** Ada works at two seats, and there is one case that everybody has. */
async function aTeamOfAdas(): Promise<ATeam & { id: CaseId; seats: [Seat, Seat, Seat] }> {
  const team = await aTeam([['Ada', 'analyst']]);
  await team.join('Ada', null);
  const [sam] = team.seats;
  const report = aReport().of('https://one.example/').build();
  await sam!.client.intake.report({ command: aCommand(), report });
  await team.settle();
  const [found] = (await sam!.client.review.queue({})).cases;
  return Object.assign(team, { id: found!.id, seats: team.seats as [Seat, Seat, Seat] });
}

const assess = (seat: Seat, id: CaseId, judgement = illegalIn('BE')) =>
  seat.client.review.assess({ command: aCommand(), case: id, judgement });

/** What the verification of a seat's own vault finds, rows and all. */
async function problemsAt({ client }: Seat): Promise<Problem[]> {
  for await (const step of await client.audit.verify({}))
    if (step.phase === 'done') return step.report.problems;
  throw new Error('the verification ended without a report');
}

const personAt = (seat: Seat) => seat.open().session.person;
describe('a person at two seats', () => {
  test('is one person with a key at each, and all seats have equal rows', async () => {
    await using team = await aTeamOfAdas();
    const [sam, first, second] = team.seats;
    expect([
      personAt(first).id === personAt(second).id,
      personAt(first).publicKey === personAt(second).publicKey,
    ]).toEqual([true, false]);
    await assess(second, team.id);
    await team.settle();
    const shown = await first.client.review.case({ id: team.id });
    expect(shown.assessments.map(({ by }) => by.id)).toEqual([personAt(first).id]);
    for (const seat of team.seats) expect(await problemsAt(seat)).toEqual([]);
    for (const seat of team.seats) seat.lock();
    for (const seat of [first, second])
      expect(await recordedDifferences(sam.folder, seat.folder)).toEqual([]);
  });

  test('takes a case with them from one to the other, while somebody else is told that they have it', async () => {
    await using team = await aTeamOfAdas();
    const [sam, first, second] = team.seats;
    const claim = (seat: Seat) => seat.client.review.claim({ command: aCommand(), id: team.id });
    await claim(first);
    await team.settle();
    const mine = (await second.client.review.queue({ heldBy: 'me' })).cases.map(({ id }) => id);
    const others = await failureOf(claim(sam));
    await claim(second);
    expect([mine, others]).toMatchObject([
      [team.id],
      { code: 'CONFLICT', data: { reason: 'held-elsewhere' } },
    ]);
  });

  test('is asked for two passphrases, and shown to others as at another seat', async () => {
    await using team = await aTeamOfAdas();
    const [sam, first, second] = team.seats;
    const statesAt = async (seat: Seat) =>
      (await seat.client.people.list()).map(({ name, state }) => `${name}: ${state}`);
    const names = personAt(sam).name;
    expect([await statesAt(sam), await statesAt(first), await statesAt(second)]).toEqual([
      ['Ada: elsewhere', `${names}: enrolled`],
      ['Ada: enrolled', `${names}: elsewhere`],
      ['Ada: enrolled', `${names}: elsewhere`],
    ]);
  });

  test('is no second person: not for their own decision, and not for their own disagreement', async () => {
    await using team = await aTeamOfAdas();
    const [sam, first, second] = team.seats;
    await team.join('Ben', 'supervisor');
    const ben = team.seats[3 as never] as Seat;
    await assess(first, team.id);
    await assess(ben, team.id, legal());
    await team.settle();
    const [disagreement] = await sam.client.secondReview.disagreements();
    const settlement = { outcome: 'overturn' as const, judgement: illegalIn('BE') };
    const settle = (seat: Seat) =>
      seat.client.secondReview.settle({ command: aCommand(), review: disagreement!.review, settlement });
    expect(await failureOf(settle(second))).toMatchObject({ code: 'NOT_PERMITTED' });
    await settle(sam);
    await team.settle();
    for (const seat of team.seats) expect(await problemsAt(seat)).toEqual([]);
  });

  test('who decided at both, without contact, agrees with nobody but themselves', async () => {
    await using team = await aTeamOfAdas();
    const [, first, second] = team.seats;
    await assess(first, team.id);
    await assess(second, team.id);
    await team.settle();
    const { assessments } = await first.client.review.case({ id: team.id });
    expect(assessments.map(({ parallelTo }) => parallelTo === null).sort()).toEqual([false, true]);
    for (const seat of team.seats) expect(await problemsAt(seat)).toEqual([]);
  });

  test('is disabled at both at once', async () => {
    await using team = await aTeamOfAdas();
    const [sam, first, second] = team.seats;
    await sam.client.people.disable({ command: aCommand(), person: personAt(first).id });
    await assess(second, team.id);
    await team.settle();
    expect((await sam.client.review.case({ id: team.id })).assessments).toEqual([]);
    expect(sam.open().record().people.get(personAt(first).id)).toMatchObject({ disabled: true });
    expect(await problemsAt(sam)).toEqual([]);
  });

  test('who may work at the founding seat too is invited there with the role they have', async () => {
    await using team = await aTeamOfAdas();
    const [sam, first, second] = team.seats;
    const { id, role } = personAt(first);
    const { code } = await sam.client.people.setRole({ command: aCommand(), person: id, role });
    await team.settle();
    for (const seat of [first, second]) {
      seat.lock();
      await seat.unlock();
    }
    sam.lock();
    const passphrase = 'another long passphrase of Ada';
    await sam.client.vault.enrol({ name: 'Ada', code, passphrase });
    await sam.client.vault.unlock({ name: 'Ada', passphrase });
    await assess(sam, team.id);
    await team.settle();
    for (const seat of team.seats) expect(await problemsAt(seat)).toEqual([]);
    expect(sam.open().record().people.get(id)?.keys.size).toBe(3);
  });
});

test('nobody is invited to a further seat who is not there, and nobody twice as somebody new', async () => {
  await using team = await aTeamOfAdas();
  const [sam] = team.seats;
  const invite = (name: string, role: 'analyst' | null) =>
    failureOf(sam.client.team.invite({ command: aCommand(), name, role }));
  expect([await invite('Eve', null), await invite('Ada', 'analyst')]).toMatchObject([
    { data: { reason: 'nobody-of-this-name' } },
    { data: { reason: 'person-name-taken' } },
  ]);
});

test('a supervisor works at a further seat too, at which they invite others', async () => {
  await using team = await aTeamOfAdas();
  const [sam] = team.seats;
  const { name, id } = personAt(sam);
  const second = await team.join(name, null);
  const { code } = await second.client.people.add({ command: aCommand(), name: 'Ben', role: 'analyst' });
  const passphrase = 'a long passphrase of Ben';
  await second.client.vault.enrol({ name: 'Ben', code, passphrase });
  await team.settle();
  expect(sam.open().record().people.get(id)?.keys.size).toBe(2);
  for (const seat of team.seats) expect(await problemsAt(seat)).toEqual([]);
});

test('a supervisor’s further seat draws no sample by a seed that only their first one can open', async () => {
  await using team = await aTeam([['Ada', 'analyst']], { secondReview: 0.3 });
  const [sam, ada] = team.seats as [Seat, Seat];
  const second = await team.join(personAt(sam).name, null);
  const report = aReport().of('https://one.example/').build();
  await sam.client.intake.report({ command: aCommand(), report });
  await team.settle();
  const [found] = (await ada.client.review.queue({})).cases;
  // Nobody is at the first seat.
  sam.lock();
  await assess(ada, found!.id);
  await team.settle([ada, second]);
  const [period] = await second.client.secondReview.periods();
  const sampleAt = ({ client }: Seat) => client.secondReview.sample({ period: period!.period });
  const there = await sampleAt(second);
  await second.sync();
  await sam.unlock();
  await sam.sync();
  const here = await sampleAt(sam);
  await team.settle();
  const { undrawn } = await sampleAt(second);
  const periods = await second.client.secondReview.periods();
  expect([there.undrawn, here.undrawn, undrawn, periods.map(({ closed }) => closed)]).toEqual([
    1,
    0,
    0,
    [false],
  ]);
});
