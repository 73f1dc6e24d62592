import { describe, expect, test } from 'vitest';
import type { CaseId } from '../../../../shared/domain/ids.ts';
import type { Problem } from '../../../../shared/ledger/verify.ts';
import { aCommand } from '../../../support/a-command.ts';
import { aReport } from '../../../support/a-report.ts';
import { type ATeam, aTeam, type Seat } from '../../../support/a-team.ts';
import { illegalIn, legal } from '../../../support/an-assessment.ts';
import { recordedDifferences } from '../../../support/rebuilt.ts';

/** A team of three with one case that everybody has. */
async function aTeamWithACase(): Promise<ATeam & { id: CaseId }> {
  const team = await aTeam([
    ['Ada', 'analyst'],
    ['Ben', 'analyst'],
  ]);
  await team.seats[0]!.client.intake.report({
    command: aCommand(),
    report: aReport().of('https://one.example/').build(),
  });
  await team.settle();
  const [found] = (await team.seats[0]!.client.review.queue({})).cases;
  return Object.assign(team, { id: found!.id });
}

const assess = (seat: Seat, id: CaseId, judgement = illegalIn('BE')) =>
  seat.client.review.assess({ command: aCommand(), case: id, judgement });

const decisionsAt = async (seat: Seat, id: CaseId) =>
  (await seat.client.review.case({ id })).assessments.map(({ by, parallelTo }) => [
    by.name,
    parallelTo === null,
  ]);

/** What the verification of a seat's own vault finds, rows and all. */
async function problemsAt({ client }: Seat): Promise<Problem[]> {
  for await (const step of await client.audit.verify({}))
    if (step.phase === 'done') return step.report.problems;
  throw new Error('the verification ended without a report');
}

describe('two who decide a case at once, each without the other’s decision', () => {
  test('are a disagreement where they judge otherwise: the first in the order stands, and a supervisor settles', async () => {
    await using team = await aTeamWithACase();
    const [sam, ada, ben] = team.seats;
    await assess(ada!, team.id, illegalIn('BE'));
    await assess(ben!, team.id, legal());
    await ben!.sync();
    await team.settle();
    for (const seat of team.seats)
      expect(await decisionsAt(seat, team.id)).toEqual([
        ['Ben', true],
        ['Ada', false],
      ]);
    for (const seat of team.seats) expect(await problemsAt(seat)).toEqual([]);
    const [disagreement, ...others] = await sam!.client.secondReview.disagreements();
    expect([disagreement?.first.by.name, disagreement?.second.by.name, others]).toEqual(['Ben', 'Ada', []]);
    const { referrals } = await ada!.client.review.case({ id: team.id });
    expect(referrals.map(({ state }) => state)).toEqual(['void']);
    await sam!.client.secondReview.settle({
      command: aCommand(),
      review: disagreement!.review,
      settlement: { outcome: 'overturn', judgement: illegalIn('BE') },
    });
    await team.settle();
    for (const seat of team.seats) expect(await problemsAt(seat)).toEqual([]);
    const after = await ben!.client.review.case({ id: team.id });
    expect(after.referrals.map(({ state }) => state).sort()).toEqual(['queued', 'void']);
    for (const seat of team.seats) seat.lock();
    for (const seat of [ada, ben]) expect(await recordedDifferences(sam!.folder, seat!.folder)).toEqual([]);
  });

  test('agree where they judge the same', async () => {
    await using team = await aTeamWithACase();
    const [sam, ada, ben] = team.seats;
    await assess(ada!, team.id);
    await assess(ben!, team.id);
    await team.settle();
    expect(await decisionsAt(sam!, team.id)).toEqual([
      ['Ada', true],
      ['Ben', false],
    ]);
    expect(await sam!.client.secondReview.disagreements()).toEqual([]);
  });

  test('leave the second decision where the first is taken back', async () => {
    await using team = await aTeamWithACase();
    const [sam, ada, ben] = team.seats;
    const { assessment } = await assess(ada!, team.id);
    await assess(ben!, team.id, legal());
    void assessment;
    await team.settle();
    expect((await sam!.client.review.case({ id: team.id })).summary.state).toBe('referred');
  });
});
