import { describe, expect, test } from 'vitest';
import type { AssessmentId, CaseId } from '../../../../shared/domain/ids.ts';
import { aCommand } from '../../../support/a-command.ts';
import { sendAll, sendOnce, sendTo } from '../../../support/a-referring-vault.ts';
import { aReport } from '../../../support/a-report.ts';
import { waitingCases } from '../../../support/a-reviewed-vault.ts';
import { type AVault, aVault, PERSON } from '../../../support/a-vault.ts';
import { illegalIn, legal, undetermined } from '../../../support/an-assessment.ts';
import { atWork } from '../../../support/colleagues.ts';
import { failureOf } from '../../../support/failure-of.ts';
import { problemsOf } from '../../../support/problems-of.ts';
import { inDatabaseOf } from '../../../support/vault-database.ts';
import { aDesk } from '../../receiver/a-desk.ts';

const GRACE_MS = 10_000;
const STAFF = [['Ann', 'analyst']] as const;
const aHoldingVault = (secondReview = 0) =>
  aVault({ graceSeconds: GRACE_MS / 1000, secondReview, staff: STAFF });

const report = async ({ client }: AVault, name = 'slip') =>
  (
    await client.intake.report({
      command: aCommand(),
      report: aReport().of(`https://${name}.example/`).build(),
    })
  ).cases[0]!.id;
const decide = ({ client }: AVault, id: CaseId, judgement = illegalIn('BE')) =>
  client.review.assess({ command: aCommand(), case: id, judgement });
const withdraw = ({ client }: AVault, id: CaseId, assessment: AssessmentId, command = aCommand()) =>
  client.review.withdraw({ command, case: id, assessment });
const conflict = (reason: string) => ({ code: 'CONFLICT', data: { reason } });
const OVER = conflict('no-longer-held');

describe('a decision that is held', () => {
  test('goes out when its time is over and not before, also where the courier is told to hurry', async () => {
    await using police = await aDesk();
    using vault = await aHoldingVault();
    await sendTo(vault, 'police', police);
    const id = await report(vault);
    const { heldUntil } = await decide(vault, id);
    const [held] = (await vault.client.referral.outbox({})).referrals;
    const before = [await sendOnce(vault), police.receiver.size()];
    vault.clock.advance(GRACE_MS - 1);
    const justBefore = [await sendOnce(vault), police.receiver.size()];
    vault.clock.advance(1);
    const after = [await sendOnce(vault), police.receiver.size()];
    const waits = { delivered: 0, retrying: 1, refused: 0, parked: 0 };
    expect({ held: [held!.state, held!.notBefore], before, justBefore, after }).toEqual({
      held: ['queued', heldUntil],
      before: [waits, 0],
      justBefore: [waits, 0],
      after: [{ delivered: 1, retrying: 0, refused: 0, parked: 0 }, 1],
    });
  });

  test('is kept by a lock in the middle, and sent after the next unlock, once', async () => {
    await using police = await aDesk();
    using vault = await aHoldingVault();
    await sendTo(vault, 'police', police);
    await decide(vault, await report(vault));
    vault.lock();
    await vault.unlock();
    const early = [await sendOnce(vault), police.receiver.size()];
    vault.clock.advance(GRACE_MS);
    const sent = await sendAll(vault);
    expect([early, sent.delivered, police.receiver.size()]).toEqual([
      [{ delivered: 0, retrying: 1, refused: 0, parked: 0 }, 0],
      1,
      1,
    ]);
  });

  test('waits no longer than the longest grace when the clock is set back, and the rows are still those of the record', async () => {
    await using police = await aDesk();
    using vault = await aHoldingVault();
    await sendTo(vault, 'police', police);
    await decide(vault, await report(vault));
    vault.clock.jump(-7 * 86_400_000);
    await sendOnce(vault);
    const [held] = (await vault.client.referral.outbox({})).referrals;
    expect([Date.parse(held!.notBefore!) - vault.clock.nowMs(), police.receiver.size()]).toEqual([
      600_000, 0,
    ]);
    expect(await problemsOf(vault.client)).toEqual([]);
    vault.clock.advance(600_000);
    await sendOnce(vault);
    expect([police.receiver.size(), await problemsOf(vault.client)]).toEqual([1, []]);
  });

  test.each([
    ['referred', illegalIn('BE')],
    ['closed', legal()],
    ['held', undetermined({ reasons: ['hosting-unknown'] })],
  ] as const)(
    'is taken back by its author where the case was %s: it is open as before',
    async (state, judgement) => {
      await using police = await aDesk();
      using vault = await aHoldingVault();
      await sendTo(vault, 'police', police);
      const id = await report(vault);
      await vault.client.review.claim({ command: aCommand(), id });
      const before = await vault.client.review.case({ id });
      const decided = await decide(vault, id, judgement);
      vault.clock.advance(GRACE_MS - 1);
      const command = aCommand();
      const back = await withdraw(vault, id, decided.assessment, command);
      const again = await withdraw(vault, id, decided.assessment, command);
      vault.clock.advance(3_600_000);
      await sendAll(vault);
      const after = await vault.client.review.case({ id });
      const { entries } = await vault.client.audit.entries({ limit: 50 });
      const said = entries.find(({ kind }) => kind === 'assessment.withdrawn');
      expect({
        decided: decided.state,
        again: again.case,
        judgement: back.judgement,
        after: after.summary,
        shown: after.assessments.map(({ withdrawnAt }) => withdrawnAt !== null),
        referrals: after.referrals.map((referral) => referral.state),
        stored: police.receiver.size(),
        said: [said?.actor.name, said?.data],
        problems: await problemsOf(vault.client),
        figures: (await vault.client.insight.summary({})).assessments.total,
      }).toEqual({
        decided: state,
        again: back.case,
        judgement,
        after: before.summary,
        shown: [true],
        referrals: decided.referrals.map(() => 'withdrawn'),
        stored: 0,
        said: [
          PERSON,
          { case: id, assessment: decided.assessment, referrals: decided.referrals.map((one) => one.id) },
        ],
        problems: [],
        figures: 0,
      });
    },
  );

  test('is not taken back late, by another person, twice, or where the case stands by another decision', async () => {
    using vault = await aHoldingVault();
    const id = await report(vault);
    const first = await decide(vault, id);
    await atWork(vault, 'Ann');
    const byOther = await failureOf(withdraw(vault, id, first.assessment));
    await atWork(vault, PERSON);
    await withdraw(vault, id, first.assessment);
    const twice = await failureOf(withdraw(vault, id, first.assessment));
    const second = await decide(vault, id);
    const another = await failureOf(withdraw(vault, id, first.assessment));
    vault.clock.advance(GRACE_MS);
    const late = await failureOf(withdraw(vault, id, second.assessment));
    expect([byOther, twice, another, late]).toEqual([
      conflict('not-your-decision-to-take-back'),
      conflict('not-last-decision'),
      conflict('not-last-decision'),
      OVER,
    ]);
  });

  test('is not taken back where the policy grants no time', async () => {
    using vault = await aVault();
    const id = await report(vault);
    const { assessment, heldUntil } = await decide(vault, id);
    expect([heldUntil, await failureOf(withdraw(vault, id, assessment))]).toEqual([null, OVER]);
  });

  test('stays open where something reopened the case meanwhile', async () => {
    using vault = await aHoldingVault();
    const id = await report(vault);
    const { assessment } = await decide(vault, id);
    await report(vault);
    const { case: summary } = await withdraw(vault, id, assessment);
    expect([summary.state, summary.reopened?.reason]).toEqual(['open', 'reported-again']);
  });

  test('waits for no second person once it is taken back', async () => {
    using vault = await aHoldingVault(1);
    const id = await report(vault);
    const { assessment } = await decide(vault, id);
    await withdraw(vault, id, assessment);
    const problems = await problemsOf(vault.client);
    await atWork(vault, 'Ann');
    const seen = await vault.client.review.case({ id });
    expect([problems, await waitingCases(vault), seen.summary.state, seen.assessments]).toEqual([
      [],
      [],
      'open',
      [],
    ]);
  });

  test('is not sent where a person resumes a referral that was taken back', async () => {
    await using police = await aDesk();
    using vault = await aHoldingVault();
    await sendTo(vault, 'police', police);
    const id = await report(vault);
    const { assessment } = await decide(vault, id);
    await withdraw(vault, id, assessment);
    vault.lock();
    await inDatabaseOf(vault.folder, (db) => {
      db.execute('DROP TRIGGER referrals_begun');
      db.execute("UPDATE referrals SET state = 'queued', not_before = 0");
    });
    await vault.unlock();
    const sent = await sendAll(vault);
    expect([sent.parked, police.receiver.size(), await problemsOf(vault.client)]).toEqual([
      1,
      0,
      [
        { seq: expect.any(Number), what: 'what it takes back still stands' },
        { seq: null, what: 'there are 0 referrals taken back and the record knows 1' },
      ],
    ]);
  });
});
