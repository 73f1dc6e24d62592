import { describe, expect, test } from 'vitest';
import type { AssessmentId, CaseId } from '../../../../shared/domain/ids.ts';
import { aCommand } from '../../../support/a-command.ts';
import { sendAll, sendTo, storedAt } from '../../../support/a-referring-vault.ts';
import { aReport } from '../../../support/a-report.ts';
import { decidedBy, REVIEWERS, reviewedBy, waitingCases } from '../../../support/a-reviewed-vault.ts';
import { type AVault, aVault, PERSON } from '../../../support/a-vault.ts';
import { illegalIn, legal } from '../../../support/an-assessment.ts';
import { atWork } from '../../../support/colleagues.ts';
import { failureOf } from '../../../support/failure-of.ts';
import { problemsOf } from '../../../support/problems-of.ts';
import { aDesk } from '../../receiver/a-desk.ts';

const correct = (
  { client }: AVault,
  id: CaseId,
  assessment: AssessmentId,
  judgement = legal(),
  reason = 'the wrong key',
) => client.review.correct({ command: aCommand(), case: id, assessment, judgement, reason });
const conflict = (reason: string) => ({ code: 'CONFLICT', data: { reason } });

async function decided(vault: AVault, judgement = illegalIn('BE')) {
  const report = aReport().of('https://slip.example/').build();
  const { cases } = await vault.client.intake.report({ command: aCommand(), report });
  const id = cases[0]!.id;
  const { assessment } = await vault.client.review.assess({ command: aCommand(), case: id, judgement });
  return { id, assessment };
}

describe('correcting a decision', () => {
  test('retracts at the desk that has it, with a reason that only the vault knows', async () => {
    await using police = await aDesk();
    using vault = await aVault();
    await sendTo(vault, 'police', police);
    const { id, assessment } = await decided(vault);
    await sendAll(vault);
    const corrected = await correct(vault, id, assessment);
    await sendAll(vault);
    const bodies = (await storedAt(police.dir)).map(({ body }) => body);
    const detail = await vault.client.review.case({ id });
    const { entries } = await vault.client.audit.entries({ limit: 50 });
    const said = entries.find(({ kind }) => kind === 'assessment.corrected');
    expect({
      state: corrected.state,
      sent: bodies.map(({ kind, inReplyTo }) => [kind, inReplyTo]),
      last: detail.assessments.at(-1)!.corrects,
      said: [said?.actor.name, said?.data.assessment, said?.data.decision, 'reason' in (said?.data ?? {})],
      problems: await problemsOf(vault.client),
    }).toEqual({
      state: 'closed',
      sent: [
        ['new', null],
        ['retraction', bodies[0]!.referral],
      ],
      last: { assessment, reason: 'the wrong key' },
      said: [PERSON, assessment, corrected.assessment, false],
      problems: [],
    });
  });

  test('amends at a desk that keeps it, and goes to one that gets it for the first time', async () => {
    using vault = await aVault();
    const { id, assessment } = await decided(vault);
    const { referrals } = await correct(vault, id, assessment, illegalIn('NL'));
    const second = await correct(
      vault,
      id,
      (await vault.client.review.case({ id })).assessments.at(-1)!.id,
      illegalIn('NL', { age: 'infant' }),
    );
    const purposes = (list: typeof referrals) => list.map((one) => [one.destination, one.purpose]);
    expect([purposes(referrals), purposes(second.referrals)]).toEqual([
      [
        ['iccam', 'new'],
        ['police', 'retraction'],
      ],
      [['iccam', 'amendment']],
    ]);
  });

  test('is held like a decision, and taken back like one: the first decision stands', async () => {
    await using police = await aDesk();
    using vault = await aVault({ graceSeconds: 10 });
    await sendTo(vault, 'police', police);
    const { id, assessment } = await decided(vault);
    vault.clock.advance(10_000);
    await sendAll(vault);
    const corrected = await correct(vault, id, assessment);
    const back = await vault.client.review.withdraw({
      command: aCommand(),
      case: id,
      assessment: corrected.assessment,
    });
    vault.clock.advance(10_000);
    await sendAll(vault);
    expect([corrected.heldUntil !== null, back.case.state, police.receiver.size()]).toEqual([
      true,
      'referred',
      1,
    ]);
    expect(await problemsOf(vault.client)).toEqual([]);
    // It is still the decision that can be corrected.
    expect((await correct(vault, id, assessment)).state).toBe('closed');
  });

  test('is for the author and for supervisors, with a reason, where the case is decided', async () => {
    using vault = await aVault({ staff: REVIEWERS });
    const one = await decidedBy(vault, 'Ann', 'one');
    const withoutReason = await failureOf(correct(vault, one.case, one.assessment, legal(), '  '));
    await atWork(vault, 'Bob');
    const byOther = await failureOf(correct(vault, one.case, one.assessment));
    // Ids are in order of time; of one moment, only within a session.
    vault.clock.advance(1000);
    await atWork(vault, 'Tom');
    const { assessment } = await correct(vault, one.case, one.assessment);
    const old = await failureOf(correct(vault, one.case, one.assessment));
    const again = aReport().of('https://one.example/').build();
    await vault.client.intake.report({ command: aCommand(), report: again });
    const open = await failureOf(correct(vault, one.case, assessment));
    expect([withoutReason.code, byOther, old, open]).toEqual([
      'BAD_REQUEST',
      conflict('not-your-decision-to-correct'),
      conflict('not-last-decision'),
      conflict('not-decided'),
    ]);
  });

  test('takes nothing out of the sample: what was drawn stays drawn, and a disagreement is settled', async () => {
    using vault = await aVault({ secondReview: 1, staff: REVIEWERS });
    const one = await decidedBy(vault, 'Ann', 'one');
    const corrected = await correct(vault, one.case, one.assessment);
    await atWork(vault, 'Bob');
    const waiting = (await waitingCases(vault)).map((each) => each.case);
    await reviewedBy(vault, 'Bob', one.case, illegalIn('BE'));
    await atWork(vault, 'Ann');
    const disputed = await failureOf(correct(vault, one.case, corrected.assessment));
    await atWork(vault, PERSON);
    expect([waiting, disputed, await problemsOf(vault.client)]).toEqual([
      [one.case],
      conflict('disagreement-unsettled'),
      [],
    ]);
  });

  test('is the last word also where the clock was set back before it, and the workstation started anew', async () => {
    using vault = await aVault();
    const { id, assessment } = await decided(vault);
    vault.lock();
    vault.clock.jump(-7 * 86_400_000);
    await vault.unlock();
    const { assessment: correction } = await correct(vault, id, assessment);
    const { assessments, summary } = await vault.client.review.case({ id });
    expect([assessments.map((one) => one.id), summary.state]).toEqual([[assessment, correction], 'closed']);
    expect(await failureOf(correct(vault, id, assessment))).toEqual(conflict('not-last-decision'));
  });
});
