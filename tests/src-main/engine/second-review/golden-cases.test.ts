import { describe, expect, test } from 'vitest';
import type { CaseId } from '../../../../shared/domain/ids.ts';
import { periodAt } from '../../../../shared/domain/second-review.ts';
import { aCommand } from '../../../support/a-command.ts';
import { aReviewedVault, decidedBy, reviewedBy, waitingCases } from '../../../support/a-reviewed-vault.ts';
import { type AVault, PERSON } from '../../../support/a-vault.ts';
import { illegalIn, legal, undetermined } from '../../../support/an-assessment.ts';
import { atWork } from '../../../support/colleagues.ts';
import { failureOf } from '../../../support/failure-of.ts';
import { problemsOf } from '../../../support/problems-of.ts';

/** Ann decided a case, and the supervisor made it a golden one. */
async function goldenCase(vault: AVault): Promise<CaseId> {
  const one = await decidedBy(vault, 'Ann', 'golden');
  await atWork(vault, PERSON);
  await vault.client.secondReview.addGolden({ command: aCommand(), case: one.case });
  return one.case;
}

describe('a golden case', () => {
  test('stands among those that wait, in the very same form', async () => {
    using vault = await aReviewedVault();
    const drawn = await decidedBy(vault, 'Ann', 'drawn');
    // What is decided from here on is not drawn: the golden one is mixed in by being golden alone.
    const golden = await decidedBy(vault, 'Ann', 'golden');
    await reviewedBy(vault, 'Cas', golden.case, illegalIn('BE'));
    await atWork(vault, PERSON);
    await vault.client.secondReview.addGolden({ command: aCommand(), case: golden.case });
    await atWork(vault, 'Bob');
    const waiting = await waitingCases(vault);
    expect(waiting.map(({ case: id }) => id).sort()).toEqual([drawn.case, golden.case].sort());
    expect(new Set(waiting.map((blind) => Object.keys(blind).join()))).toHaveLength(1);
  });

  test('is hidden from analysts like any other that waits, and answered once by each', async () => {
    using vault = await aReviewedVault(0);
    const id = await goldenCase(vault);
    await atWork(vault, 'Bob');
    const before = await failureOf(vault.client.review.case({ id }));
    const entries = (await vault.client.audit.entries({ kind: 'golden.added' })).entries;
    await reviewedBy(vault, 'Bob', id, illegalIn('BE'));
    expect([
      before.code,
      entries.map(({ case: about, data }) => [about, data]),
      await waitingCases(vault),
    ]).toEqual(['CONFLICT', [], []]);
    expect((await vault.client.review.case({ id })).assessments).toHaveLength(1);
  });

  test('counts who came to the answer, for supervisors', async () => {
    using vault = await aReviewedVault(0);
    const id = await goldenCase(vault);
    await reviewedBy(vault, 'Bob', id, illegalIn('BE', { note: 'no matter' }));
    await reviewedBy(vault, 'Cas', id, legal());
    await atWork(vault, PERSON);
    const [golden] = await vault.client.secondReview.golden();
    const report = await vault.client.secondReview.agreement({});
    expect([
      [golden?.answered, golden?.right],
      report.golden.map(({ person, ...figures }) => [person.name, figures]).sort(),
      report.drawn,
      await problemsOf(vault.client),
    ]).toEqual([
      [2, 1],
      [
        ['Bob', { answered: 1, right: 1 }],
        ['Cas', { answered: 1, right: 0 }],
      ],
      0,
      [],
    ]);
  });

  test('is never its author’s to answer, and no longer anybody’s once it is removed', async () => {
    using vault = await aReviewedVault(0);
    await goldenCase(vault);
    const [golden] = await vault.client.secondReview.golden();
    await atWork(vault, 'Ann');
    const own = await waitingCases(vault);
    await atWork(vault, PERSON);
    await vault.client.secondReview.removeGolden({ command: aCommand(), golden: golden!.id });
    await atWork(vault, 'Bob');
    const late = { command: aCommand(), review: golden!.id, judgement: legal() };
    expect([
      own,
      await waitingCases(vault),
      (await failureOf(vault.client.secondReview.judge(late))).code,
    ]).toEqual([[], [], 'NOT_FOUND']);
  });

  test('is a decided case, settled, and golden once', async () => {
    using vault = await aReviewedVault();
    const waiting = await decidedBy(vault, 'Ann', 'waiting');
    const held = await decidedBy(vault, 'Ann', 'held', undetermined());
    await atWork(vault, PERSON);
    const add = (id: CaseId) => vault.client.secondReview.addGolden({ command: aCommand(), case: id });
    const [unsettled, undecided] = [await failureOf(add(waiting.case)), await failureOf(add(held.case))];
    await reviewedBy(vault, 'Bob', waiting.case, illegalIn('BE'));
    await atWork(vault, PERSON);
    await add(waiting.case);
    expect([unsettled, undecided, await failureOf(add(waiting.case))].map(({ data }) => data)).toEqual([
      { reason: 'waits-for-second-review' },
      { reason: 'golden-not-decided' },
      { reason: 'golden-already' },
    ]);
  });
});

describe('the agreement of a period', () => {
  test('says of each attribute and each two people how often they came to the same', async () => {
    using vault = await aReviewedVault();
    const judge = async (name: string, first = illegalIn('BE'), second = first) => {
      const one = await decidedBy(vault, 'Ann', name, first);
      await reviewedBy(vault, 'Bob', one.case, second);
    };
    await judge('one');
    await judge('two');
    await judge('three', legal());
    await judge('four', illegalIn('BE'), legal());
    await atWork(vault, PERSON);
    const period = periodAt(vault.clock.nowMs());
    const report = await vault.client.secondReview.agreement({});
    const figures = { pairs: 4, same: 3, observed: 0.75, kappa: null };
    expect(report).toEqual({
      from: period,
      to: period,
      undrawn: 0,
      drawn: 4,
      waiting: 0,
      disputed: 1,
      agreed: 3,
      upheld: 0,
      overturned: 0,
      attributes: [
        { attribute: 'legality', ...figures },
        { attribute: 'category', ...figures },
        { attribute: 'classification', pairs: 3, same: 2, observed: 2 / 3, kappa: null },
        { attribute: 'hosting', pairs: 3, same: 2, observed: 2 / 3, kappa: null },
      ],
      periods: [{ period, ...figures }],
      pairs: [
        {
          first: { id: expect.any(String), name: 'Ann' },
          second: { id: expect.any(String), name: 'Bob' },
          ...figures,
        },
      ],
      golden: [],
    });
  });
});
