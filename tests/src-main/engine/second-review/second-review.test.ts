import { describe, expect, test } from 'vitest';
import { SecondReviewId } from '../../../../shared/domain/ids.ts';
import { monthAfter, periodAt } from '../../../../shared/domain/second-review.ts';
import { aCommand } from '../../../support/a-command.ts';
import { aHash, aReport } from '../../../support/a-report.ts';
import { aReviewedVault, decidedBy, reviewedBy, waitingCases } from '../../../support/a-reviewed-vault.ts';
import { type AVault, PERSON } from '../../../support/a-vault.ts';
import { illegalIn, legal } from '../../../support/an-assessment.ts';
import { atWork } from '../../../support/colleagues.ts';
import { failureOf } from '../../../support/failure-of.ts';
import { problemsOf } from '../../../support/problems-of.ts';
import { inDatabaseOf } from '../../../support/vault-database.ts';

const WAITS = { code: 'CONFLICT', data: { reason: 'waits-for-second-review' } };
const subjectsWaiting = async (vault: AVault, who: string) => {
  await atWork(vault, who);
  return (await waitingCases(vault)).map(({ subject }) => subject).sort();
};

describe('what waits for a second review', () => {
  test('waits for everybody but its author, and tells nothing of the first assessment', async () => {
    using vault = await aReviewedVault();
    const one = await decidedBy(vault, 'Ann', 'one');
    await decidedBy(vault, 'Bob', 'two', legal());
    const own = 'https://one.example/';
    expect({
      ann: await subjectsWaiting(vault, 'Ann'),
      bob: await subjectsWaiting(vault, 'Bob'),
      supervisor: await subjectsWaiting(vault, PERSON),
    }).toEqual({
      ann: ['https://two.example/'],
      bob: [own],
      supervisor: [own, 'https://two.example/'],
    });
    const [blind] = (await waitingCases(vault)).filter(({ subject }) => subject === own);
    expect(blind).toEqual({
      review: expect.any(String),
      case: one.case,
      kind: 'url',
      subject: own,
      hashes: null,
      hosting: null,
      receivedAt: null,
      sightings: [expect.objectContaining({ subject: own })],
      sightingsTotal: 1,
    });
  });

  test('is hidden wherever it could be seen: the case, the queue, the outbox, the ledger, a proof', async () => {
    using vault = await aReviewedVault();
    const one = await decidedBy(vault, 'Ann', 'one');
    await atWork(vault, 'Bob');
    const { client } = vault;
    const entries = (await client.audit.entries({})).entries.filter((entry) => entry.withheld);
    const { referrals } = await client.referral.outbox({});
    expect({
      case: await failureOf(client.review.case({ id: one.case })),
      claim: await failureOf(client.review.claim({ command: aCommand(), id: one.case })),
      queue: (await client.review.queue({ state: 'referred' })).total,
      outbox: referrals.map(({ case: id, subject, destination }) => [id, subject, destination]),
      entry: entries.map(({ case: id, data, withheld }) => [id, data, withheld]),
      search: await failureOf(client.audit.entries({ case: one.case })),
      timeline: await failureOf(client.audit.timeline({ case: one.case })),
      proof: await failureOf(client.audit.prove({ seq: entries[0]!.seq })),
    }).toEqual({
      case: WAITS,
      claim: WAITS,
      queue: 0,
      outbox: [],
      entry: [[null, {}, true]],
      search: WAITS,
      timeline: WAITS,
      proof: { code: 'CONFLICT', data: { reason: 'entry-waits-for-second-review' } },
    });
    await atWork(vault, 'Ann');
    expect([
      (await client.review.case({ id: one.case })).assessments.length,
      (await client.review.queue({ state: 'referred' })).total,
      (await client.referral.outbox({})).referrals.map(({ case: id }) => id),
      (await client.audit.entries({ case: one.case })).entries.some(({ withheld }) => withheld),
    ]).toEqual([1, 1, [one.case], false]);
  });

  test('is found by the hashes it holds with its id alone until it is reviewed', async () => {
    using vault = await aReviewedVault();
    const hashes = { md5: aHash(32, 1), pdq: aHash(64, 2) };
    const { case: id } = await decidedBy(vault, 'Ann', aReport().ofFile(hashes).build());
    const [shown, waits] = [
      { cases: [id], waiting: [] },
      { cases: [], waiting: [id] },
    ];
    const found = async (who: string) => {
      await atWork(vault, who);
      const answers = [];
      for (const [algorithm, value] of Object.entries(hashes) as [keyof typeof hashes, string][]) {
        const { cases, waiting } = await vault.client.matching.lookup({ algorithm, value });
        answers.push({ cases: cases.map((one) => one.id), waiting });
      }
      const { entries } = await vault.client.audit.entries({ kind: 'matching.searched' });
      return [...answers, entries.slice(0, 2).map(({ data }) => data.found)];
    };
    expect([await found('Ann'), await found('Bob')]).toEqual([
      [shown, shown, [1, 1]],
      [waits, waits, [1, 1]],
    ]);
    await reviewedBy(vault, 'Bob', id, illegalIn('BE'));
    expect(await found('Bob')).toEqual([shown, shown, [1, 1]]);
  });

  test('is counted in full where only some of it is shown', async () => {
    using vault = await aReviewedVault();
    for (const name of ['one', 'two', 'three']) await decidedBy(vault, 'Ann', name);
    await atWork(vault, 'Bob');
    const { total, cases } = await vault.client.secondReview.waiting({ limit: 2 });
    expect([total, cases.length]).toEqual([3, 2]);
  });

  test('is reviewed once; afterwards everybody sees the case, and the ledger names both', async () => {
    using vault = await aReviewedVault();
    const one = await decidedBy(vault, 'Ann', 'one');
    const review = await reviewedBy(vault, 'Bob', one.case, illegalIn('BE', { note: 'words' }));
    const again = { command: aCommand(), review, judgement: legal() };
    expect([
      await failureOf(vault.client.secondReview.judge(again)),
      await subjectsWaiting(vault, 'Cas'),
      (await vault.client.review.case({ id: one.case })).assessments.length,
    ]).toEqual([{ code: 'NOT_FOUND', data: { what: 'second-review', id: review } }, [], 1]);
    const [entry] = (await vault.client.audit.entries({ kind: 'assessment.reviewed' })).entries;
    expect([entry?.actor.name, entry?.data]).toEqual([
      'Bob',
      expect.objectContaining({ case: one.case, assessment: one.assessment, review, agrees: true }),
    ]);
    expect(JSON.stringify(entry)).not.toContain('words');
    expect(await problemsOf(vault.client)).toEqual([]);
  });

  test('is not reviewed by a supervisor who looked; looking stands in the ledger', async () => {
    using vault = await aReviewedVault();
    const one = await decidedBy(vault, 'Ann', 'one');
    await atWork(vault, PERSON);
    const revealed = await vault.client.secondReview.reveal({ command: aCommand(), case: one.case });
    const seen = await vault.client.review.case({ id: one.case });
    expect([
      revealed,
      seen.assessments.length,
      await waitingCases(vault),
      await problemsOf(vault.client),
    ]).toEqual([{ revealed: [one.assessment] }, 1, [], []]);
    expect(await subjectsWaiting(vault, 'Tom')).toEqual(['https://one.example/']);
  });

  test('is not reviewed by a person who exported the ledger meanwhile', async () => {
    using vault = await aReviewedVault();
    await decidedBy(vault, 'Ann', 'one');
    await atWork(vault, PERSON);
    for await (const _ of await vault.client.audit.export());
    expect([await waitingCases(vault), await problemsOf(vault.client)]).toEqual([[], []]);
  });

  test('keeps the policy the first assessment was made by: one that changed is no disagreement', async () => {
    using vault = await aReviewedVault();
    const one = await decidedBy(vault, 'Ann', 'one');
    const [first] = (await vault.client.review.case({ id: one.case })).assessments;
    await reviewedBy(vault, 'Bob', one.case, illegalIn('BE'));
    const { entries } = await vault.client.audit.entries({ kind: 'assessment.reviewed' });
    expect(entries[0]?.data.route).toEqual(first?.route);
  });
});

describe('the database itself', () => {
  test('refuses what the engine would refuse: a review by the author, by a person who looked or by none, and one undone or changed', async () => {
    using vault = await aReviewedVault();
    const one = await decidedBy(vault, 'Ann', 'one');
    await atWork(vault, PERSON);
    await vault.client.secondReview.reveal({ command: aCommand(), case: one.case });
    const people = await vault.client.people.list();
    const idOf = (name: string): string => people.find((person) => person.name === name)!.id;
    vault.lock();
    const judge = (who: string) =>
      `UPDATE second_reviews SET state = 'agreed', second_by = '${who}', judgement = '{}', route = '{}'`;
    const answers = await inDatabaseOf(vault.folder, (db) =>
      [
        judge(idOf('Ann')),
        judge(idOf(PERSON)),
        judge('nobody'),
        `UPDATE second_reviews SET settled_by = '${idOf('Tom')}'`,
        "UPDATE second_reviews SET first_by = 'x'",
        'DELETE FROM second_reviews',
        'DELETE FROM assessment_views',
        judge(idOf('Bob')),
      ].map((sql) => {
        try {
          db.execute(sql);
          return 'done';
        } catch (error) {
          return String(error);
        }
      }),
    );
    expect(answers).toEqual([
      expect.stringContaining('CHECK'),
      expect.stringContaining('by somebody who has not seen the first'),
      expect.stringContaining('by somebody who has not seen the first'),
      expect.stringContaining('a disagreement is settled once, by a supervisor'),
      expect.stringContaining('a draw is never changed'),
      expect.stringContaining('a draw is never dropped'),
      expect.stringContaining('what was seen was seen'),
      'done',
    ]);
  });

  test.each([
    ['a draw that is gone', 'DELETE FROM second_reviews', ['there are 0 draws and the record knows 1']],
    [
      'a disagreement that was made an agreement',
      "UPDATE second_reviews SET state = 'agreed'",
      [expect.stringMatching(/^the second review of .* waits in the record and not here$/)],
    ],
    [
      'another second judgement',
      `UPDATE second_reviews SET judgement = replace(judgement, 'legal', 'illegal')`,
      ['its second review is not the one that was signed'],
    ],
  ])('where it was changed without its triggers, verification names %s', async (_, sql, expected) => {
    using vault = await aReviewedVault();
    const one = await decidedBy(vault, 'Ann', 'one');
    await reviewedBy(vault, 'Bob', one.case, legal());
    vault.lock();
    await inDatabaseOf(vault.folder, (db) => {
      for (const name of ['second_reviews_kept', 'second_reviews_blind']) db.execute(`DROP TRIGGER ${name}`);
      db.execute(sql);
    });
    await vault.unlock();
    const problems = (await problemsOf(vault.client)).map(({ what }) => what);
    expect(problems).toEqual(expect.arrayContaining(expected));
  });
});

describe('the sample', () => {
  test('follows from a seed whose digest is recorded before and which is shown after', async () => {
    using vault = await aReviewedVault(0.5);
    for (let number = 0; number < 12; number++) await decidedBy(vault, 'Ann', `case-${number}`);
    await atWork(vault, PERSON);
    const period = periodAt(vault.clock.nowMs());
    const during = await vault.client.secondReview.sample({ period });
    vault.clock.advance(32 * 86_400_000);
    const after = await vault.client.secondReview.sample({ period });
    const entries = async (kind: 'sampling.opened' | 'sampling.closed') =>
      (await vault.client.audit.entries({ kind })).entries
        .map(({ data }) => data)
        .filter((data) => data.period === period);
    expect([during.seed, during.assessments, during.undrawn, during.mismatches, after.mismatches]).toEqual([
      null,
      12,
      0,
      [],
      [],
    ]);
    expect([await entries('sampling.opened'), await entries('sampling.closed')]).toEqual([
      [{ period, commitment: during.commitment }],
      [{ period, seed: after.seed }],
    ]);
    expect(after.sample.map(({ assessment }) => assessment)).toEqual(
      during.sample.map(({ assessment }) => assessment),
    );
    expect(after.sample.every(({ position, rate }) => position !== null && position < rate)).toBe(true);
    expect(await problemsOf(vault.client)).toEqual([]);
  });

  test('that was tampered with does not follow from its seed', async () => {
    using vault = await aReviewedVault(0.5);
    const one = await decidedBy(vault, 'Ann', 'one');
    await atWork(vault, PERSON);
    vault.lock();
    await inDatabaseOf(vault.folder, (db) =>
      db.execute("UPDATE sampling_draws SET state = iif(state = 'drawn', 'passed', 'drawn')"),
    );
    await vault.unlock();
    const period = periodAt(vault.clock.nowMs());
    expect((await vault.client.secondReview.sample({ period })).mismatches).toEqual([one.assessment]);
  });

  test('of a month in which nothing was decided is not there', async () => {
    using vault = await aReviewedVault();
    expect(await failureOf(vault.client.secondReview.sample({ period: '2020-01' as never }))).toEqual({
      code: 'NOT_FOUND',
      data: { what: 'sampling-period', period: '2020-01' },
    });
  });

  test('of a policy that draws everything needs no seed', async () => {
    using vault = await aReviewedVault();
    const one = await decidedBy(vault, 'Ann', 'one');
    await atWork(vault, PERSON);
    const period = periodAt(vault.clock.nowMs());
    expect(await vault.client.secondReview.sample({ period })).toEqual({
      period,
      commitment: null,
      seed: null,
      assessments: 1,
      drawn: 1,
      undrawn: 0,
      checked: true,
      mismatches: [],
      sample: [{ assessment: one.assessment, rate: 1, position: null }],
    });
  });

  test('of a period that is closed is never drawn from again, also where the clock goes back', async () => {
    using vault = await aReviewedVault(0.5);
    await decidedBy(vault, 'Ann', 'one');
    const first = periodAt(vault.clock.nowMs());
    vault.clock.advance(32 * 86_400_000);
    await atWork(vault, PERSON);
    await decidedBy(vault, 'Ann', 'two');
    vault.clock.jump(-32 * 86_400_000);
    await decidedBy(vault, 'Ann', 'three');
    await atWork(vault, PERSON);
    const periods = await vault.client.secondReview.periods();
    expect(periods.map(({ closed }) => closed)).toEqual([true, false]);
    expect((await vault.client.secondReview.sample({ period: first })).assessments).toBe(1);
    expect((await vault.client.secondReview.sample({ period: periods[1]!.period })).assessments).toBe(2);
  });

  test('of a period that only a jump of the clock opened ends when the clock is right again, and its seed is shown', async () => {
    using vault = await aReviewedVault(0.5);
    const centuries = 300 * 365 * 86_400_000;
    const now = periodAt(vault.clock.nowMs());
    vault.clock.advance(centuries);
    await atWork(vault, PERSON);
    await decidedBy(vault, 'Ann', 'one');
    const jumped = periodAt(vault.clock.nowMs());
    vault.clock.jump(-centuries);
    await atWork(vault, PERSON);
    await decidedBy(vault, 'Ann', 'two');
    await atWork(vault, PERSON);
    const { seed } = await vault.client.secondReview.sample({ period: jumped });
    expect([seed, await vault.client.secondReview.periods()]).toEqual([
      expect.stringMatching(/^[0-9a-f]{64}$/),
      [
        { period: now, closed: true },
        { period: monthAfter(now), closed: false },
        { period: jumped, closed: true },
      ],
    ]);
    expect(await problemsOf(vault.client)).toEqual([]);
  });
});

test('another person’s review, or an unknown one, cannot be judged', async () => {
  using vault = await aReviewedVault();
  const review = SecondReviewId.parse('01920000-0000-7000-8000-000000000000');
  const answer = failureOf(
    vault.client.secondReview.judge({ command: aCommand(), review, judgement: legal() }),
  );
  expect(await answer).toEqual({ code: 'NOT_FOUND', data: { what: 'second-review', id: review } });
});
