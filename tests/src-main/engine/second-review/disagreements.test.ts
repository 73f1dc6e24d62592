import { describe, expect, test } from 'vitest';
import type { Settlement } from '../../../../shared/contract/second-review.contract.ts';
import type { Assessment } from '../../../../shared/domain/assessment.ts';
import type { CaseId, SecondReviewId } from '../../../../shared/domain/ids.ts';
import { aCommand } from '../../../support/a-command.ts';
import { sendAll, sendTo, storedAt } from '../../../support/a-referring-vault.ts';
import { aReviewedVault, decidedBy, reviewedBy } from '../../../support/a-reviewed-vault.ts';
import { type AVault, PERSON } from '../../../support/a-vault.ts';
import { illegalIn, legal } from '../../../support/an-assessment.ts';
import { atWork } from '../../../support/colleagues.ts';
import { failureOf } from '../../../support/failure-of.ts';
import { problemsOf } from '../../../support/problems-of.ts';
import { aDesk, type RunningDesk } from '../../receiver/a-desk.ts';

/** Ann decides, Bob decides otherwise, and the supervisor is at work. */
async function disputed(
  vault: AVault,
  first: Assessment,
  second: Assessment,
): Promise<{ case: CaseId; review: SecondReviewId }> {
  const one = await decidedBy(vault, 'Ann', 'one', first);
  const review = await reviewedBy(vault, 'Bob', one.case, second);
  // Ids are in order of time; of one moment, only within a session.
  vault.clock.advance(1000);
  await atWork(vault, PERSON);
  return { case: one.case, review };
}

const settle = (vault: AVault, review: SecondReviewId, settlement: Settlement, note?: string) =>
  vault.client.secondReview.settle({
    command: aCommand(),
    review,
    settlement,
    ...(note === undefined ? {} : { note }),
  });

describe('a disagreement', () => {
  test('shows a supervisor both sides and what differs', async () => {
    using vault = await aReviewedVault();
    const { case: id, review } = await disputed(
      vault,
      illegalIn('BE', { age: 'infant' }),
      legal({ note: 'why' }),
    );
    expect(await vault.client.secondReview.disagreements()).toEqual([
      {
        review,
        case: id,
        subject: 'https://one.example/',
        kind: 'url',
        first: expect.objectContaining({ by: { id: expect.any(String), name: 'Ann' } }),
        second: expect.objectContaining({
          by: { id: expect.any(String), name: 'Bob' },
          judgement: legal({ note: 'why' }),
        }),
        differences: expect.arrayContaining([
          { attribute: 'legality', first: 'illegal', second: 'legal' },
          { attribute: 'category', first: '1', second: '4' },
          { attribute: 'age', first: 'infant', second: null },
        ]),
        mine: true,
      },
    ]);
  });

  test('is not settled by one of the two, nor twice', async () => {
    using vault = await aReviewedVault();
    const one = await decidedBy(vault, PERSON, 'one');
    const review = await reviewedBy(vault, 'Bob', one.case, legal());
    await atWork(vault, PERSON);
    const [seen] = await vault.client.secondReview.disagreements();
    const own = await failureOf(settle(vault, review, { outcome: 'uphold' }));
    await atWork(vault, 'Tom');
    await settle(vault, review, { outcome: 'uphold' });
    expect([seen?.mine, own, await failureOf(settle(vault, review, { outcome: 'uphold' }))]).toEqual([
      false,
      { code: 'CONFLICT', data: { reason: 'party-to-disagreement' } },
      { code: 'CONFLICT', data: { reason: 'no-disagreement' } },
    ]);
    expect(await problemsOf(vault.client)).toEqual([]);
  });

  test('upheld leaves the case and its referrals as they are', async () => {
    using vault = await aReviewedVault();
    const { case: id, review } = await disputed(vault, illegalIn('BE'), legal());
    const before = await vault.client.review.case({ id });
    const settled = await settle(vault, review, { outcome: 'uphold' });
    const after = await vault.client.review.case({ id });
    expect([settled, after.assessments, after.referrals, await problemsOf(vault.client)]).toEqual([
      { outcome: 'upheld', assessment: null, referrals: [] },
      before.assessments,
      before.referrals,
      [],
    ]);
  });

  test('sent again with the same command settles once and answers the same', async () => {
    using vault = await aReviewedVault();
    const { review } = await disputed(vault, illegalIn('BE'), legal());
    const input = {
      command: aCommand(),
      review,
      settlement: { outcome: 'overturn' as const, judgement: legal() },
    };
    const [first, again] = [
      await vault.client.secondReview.settle(input),
      await vault.client.secondReview.settle(input),
    ];
    expect(again).toEqual(first);
  });

  test('comes with a note to the author, whose words are not in the ledger', async () => {
    using vault = await aReviewedVault();
    const { case: id, review } = await disputed(vault, illegalIn('BE'), legal());
    await settle(vault, review, { outcome: 'uphold' }, 'well seen');
    const { entries } = await vault.client.audit.entries({});
    const bob = await atWork(vault, 'Bob').then(() => vault.client.secondReview.notes());
    await atWork(vault, 'Ann');
    const [note] = await vault.client.secondReview.notes();
    await vault.client.secondReview.markRead({ command: aCommand(), note: note!.id });
    const [read] = await vault.client.secondReview.notes();
    expect([bob, note, read?.readAt]).toEqual([
      [],
      expect.objectContaining({
        case: id,
        words: 'well seen',
        from: { id: expect.any(String), name: PERSON },
        readAt: null,
      }),
      expect.any(String),
    ]);
    expect(entries.map(({ kind }) => kind)).toContain('assessment.noted');
    expect(JSON.stringify(entries)).not.toContain('well seen');
  });
});

describe('an overturned assessment', () => {
  const sent = async (desk: RunningDesk) =>
    (await storedAt(desk.dir)).map(({ body }) => [
      body.kind,
      body.inReplyTo,
      body.assessment.judgement.legality,
    ]);

  test('amends what the same desk has, withdraws it from the others, and is new to the rest', async () => {
    await using police = await aDesk();
    await using iccam = await aDesk();
    using vault = await aReviewedVault();
    await sendTo(vault, 'police', police);
    await sendTo(vault, 'iccam', iccam);
    const { case: id, review } = await disputed(vault, illegalIn('BE'), illegalIn('NL'));
    await sendAll(vault);
    const [original] = (await vault.client.review.case({ id })).referrals;
    const moved = await settle(vault, review, { outcome: 'overturn', judgement: illegalIn('NL') });
    await sendAll(vault);
    expect([moved.referrals, await sent(police), await sent(iccam)]).toEqual([
      [
        { destination: 'iccam', purpose: 'new' },
        { destination: 'police', purpose: 'retraction' },
      ],
      [
        ['new', null, 'illegal'],
        ['retraction', original!.id, 'illegal'],
      ],
      [['new', null, 'illegal']],
    ]);
    expect(await problemsOf(vault.client)).toEqual([]);
  });

  test('amends where the desk stays the same', async () => {
    using vault = await aReviewedVault();
    const national = illegalIn('BE', { classification: 'national' });
    const { case: id, review } = await disputed(vault, illegalIn('BE'), national);
    const [original] = (await vault.client.review.case({ id })).referrals;
    const settled = await settle(vault, review, { outcome: 'overturn', judgement: national });
    const { referrals, assessments, summary } = await vault.client.review.case({ id });
    expect([
      settled.referrals,
      summary.state,
      assessments.at(-1)?.judgement,
      referrals.map(({ inReplyTo }) => inReplyTo),
    ]).toEqual([
      [{ destination: 'police', purpose: 'amendment' }],
      'referred',
      national,
      [null, original!.id],
    ]);
    expect(await problemsOf(vault.client)).toEqual([]);
  });

  test('is closed where it turns out legal, and every desk is told', async () => {
    using vault = await aReviewedVault();
    const { case: id, review } = await disputed(vault, illegalIn('BE'), legal());
    const settled = await settle(vault, review, { outcome: 'overturn', judgement: legal() });
    const { summary } = await vault.client.review.case({ id });
    expect([settled.referrals, summary.state]).toEqual([
      [{ destination: 'police', purpose: 'retraction' }],
      'closed',
    ]);
  });

  test('never goes before what it amends: it waits while that is parked', async () => {
    await using police = await aDesk();
    using vault = await aReviewedVault();
    const { case: id, review } = await disputed(vault, illegalIn('BE'), legal());
    await vault.client.referral.addDestination({
      command: aCommand(),
      destination: {
        id: 'police' as never,
        channel: {
          kind: 'https-json',
          settings: { ...police.tls, url: new URL('/nowhere', police.settings.url).href },
        },
      },
    });
    await sendAll(vault, 40);
    await settle(vault, review, { outcome: 'overturn', judgement: legal() });
    await sendTo(vault, 'police', police);
    await sendAll(vault);
    const [parked, retraction] = (await vault.client.review.case({ id })).referrals;
    expect([parked?.state, retraction?.state]).toEqual(['parked', 'queued']);
    await vault.client.referral.resume({ command: aCommand(), id: parked!.id });
    await sendAll(vault);
    const arrived = (await storedAt(police.dir)).map(({ body }) => body.kind);
    expect(arrived).toEqual(['new', 'retraction']);
  });
});
