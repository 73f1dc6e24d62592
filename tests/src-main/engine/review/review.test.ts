import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { QueueFilter, QueueView } from '../../../../shared/contract/queue-filter.ts';
import type { CaseSummary } from '../../../../shared/domain/case.ts';
import { CaseId } from '../../../../shared/domain/ids.ts';
import { periodAt } from '../../../../shared/domain/second-review.ts';
import { aCommand } from '../../../support/a-command.ts';
import { aHash, aReport, type ReportBuilder } from '../../../support/a-report.ts';
import { type AVault, aVault } from '../../../support/a-vault.ts';
import { illegalIn, legal, undetermined } from '../../../support/an-assessment.ts';
import { importFile } from '../../../support/an-import.ts';
import { failureOf } from '../../../support/failure-of.ts';
import { reportLine } from '../../../support/intake.ts';
import { countIn, inDatabaseOf } from '../../../support/vault-database.ts';

const HOUR_MS = 3_600_000;

async function reported(vault: AVault, report: ReportBuilder): Promise<CaseId> {
  const { cases } = await vault.client.intake.report({ command: aCommand(), report: report.build() });
  return cases[0]!.id;
}

/** Every page of the queue, one after the other; `between` runs after each. */
async function allPages(
  vault: AVault,
  limit: number,
  between: () => Promise<unknown> = async () => {},
): Promise<CaseSummary[]> {
  const cases: CaseSummary[] = [];
  let after: string | undefined;
  do {
    const page = await vault.client.review.queue({ limit, ...(after ? { after } : {}) });
    cases.push(...page.cases);
    after = page.next ?? undefined;
    await between();
  } while (after !== undefined);
  return cases;
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
/** The order the queue promises: highest priority, then earliest due, then as they came. */
const inOrder = (cases: readonly CaseSummary[]): CaseSummary[] =>
  [...cases].sort((a, b) => b.priority - a.priority || compare(a.dueAt ?? '', b.dueAt ?? ''));

describe('the queue', () => {
  test('shows the most urgent first, with the terms of its priority', async () => {
    using vault = await aVault();
    const now = vault.clock.nowMs();
    const plain = await reported(vault, aReport().of('https://plain.example/').receivedAt(now));
    const home = await reported(vault, aReport().of('https://home.example/').receivedAt(now).hostedIn('BE'));
    const late = await reported(
      vault,
      aReport()
        .of('https://late.example/')
        .receivedAt(now - 22 * HOUR_MS),
    );
    const trusted = await reported(
      vault,
      aReport().of('https://trusted.example/').receivedAt(now).by('police'),
    );
    await reported(vault, aReport().of('https://often.example/').receivedAt(now));
    const often = await reported(vault, aReport().of('https://often.example/').receivedAt(now));
    const { total, cases, next } = await vault.client.review.queue({});
    const order = cases.map(({ id, priority, why }) => [id, priority, why.map((term) => term.code)]);
    expect({ total, next, order }).toEqual({
      total: 5,
      next: null,
      order: [
        [often, 55, ['possible-new-victim', 'several-sightings']],
        [late, 30, ['deadline-near']],
        [home, 25, ['domestic-hosting']],
        [trusted, 20, ['trusted-source']],
        [plain, 0, []],
      ],
    });
  });

  test('in pages of any size is the whole order, without a gap or a repetition', async () => {
    using vault = await aVault();
    const lines = Array.from({ length: 90 }, (_, i) => {
      const hosting = { country: ['BE', 'NL', 'US'][i % 3] };
      const url = { kind: 'url', url: `https://host-${i}.example/`, hosting };
      return reportLine({
        channel: i % 7 === 0 ? 'police' : 'phone',
        receivedAt: new Date(vault.clock.nowMs() - (i % 5) * 6 * HOUR_MS).toISOString(),
        subjects: i % 4 === 0 ? [url, url] : [url],
      });
    });
    await importFile(vault.client, lines.join('\n'), { name: 'reports.jsonl' });
    const whole = await allPages(vault, 500);
    expect(whole).toEqual(inOrder(whole));
    expect(whole.length).toBe(90);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 100 }), async (limit) => {
        expect((await allPages(vault, limit)).map((entry) => entry.id)).toEqual(
          whole.map((entry) => entry.id),
        );
      }),
      { numRuns: 25, seed: 1 },
    );
  });

  test('in pages shows every case that was there from the start exactly once, also while others arrive', async () => {
    using vault = await aVault();
    for (let i = 0; i < 40; i++) {
      await reported(
        vault,
        aReport()
          .of(`https://old-${i}.example/`)
          .hostedIn(i % 2 ? 'BE' : 'NL'),
      );
    }
    const before = (await allPages(vault, 500)).map((entry) => entry.id);
    let arrived = 0;
    const seen = await allPages(vault, 7, async () => {
      arrived += 1;
      await reported(
        vault,
        aReport()
          .of(`https://new-${arrived}.example/`)
          .hostedIn(arrived % 2 ? 'BE' : 'US'),
      );
    });
    const ids = seen.map((entry) => entry.id);
    expect(ids.filter((id) => before.includes(id))).toEqual(before);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('is filtered by state, hosting and kind, and counts what fits', async () => {
    using vault = await aVault();
    const home = await reported(vault, aReport().of('https://a.example/').hostedIn('BE'));
    const file = await reported(
      vault,
      aReport()
        .ofFile({ md5: aHash(32, 1) })
        .hostedIn('BE'),
    );
    const closed = await reported(vault, aReport().of('https://c.example/').hostedIn('NL'));
    await vault.client.review.assess({ command: aCommand(), case: closed, judgement: legal() });
    const shown = async (filter: QueueFilter) => {
      const { total, cases } = await vault.client.review.queue(filter);
      return [total, cases.map((entry) => entry.id)];
    };
    expect([
      await shown({ hosting: 'BE' }),
      await shown({ hosting: 'BE', kind: 'file' }),
      await shown({ kind: 'url' }),
      await shown({ state: 'closed' }),
      await shown({ hosting: 'DE' }),
    ]).toEqual([
      [2, expect.arrayContaining([home, file])],
      [1, [file]],
      [1, [home]],
      [1, [closed]],
      [0, []],
    ]);
    expect(await vault.client.review.counts()).toEqual({
      open: 2,
      held: 0,
      escalated: 0,
      referred: 0,
      closed: 1,
      merged: 0,
    });
  });

  test('moves a case up when its deadline comes near, without any act', async () => {
    using vault = await aVault();
    const now = vault.clock.nowMs();
    const waiting = await reported(vault, aReport().of('https://a.example/').receivedAt(now));
    const home = await reported(vault, aReport().of('https://b.example/').receivedAt(now).hostedIn('BE'));
    const order = async () =>
      (await vault.client.review.queue({})).cases.map(({ id, priority }) => [id, priority]);
    const before = await order();
    vault.clock.advance(19 * HOUR_MS);
    const still = await order();
    vault.clock.advance(HOUR_MS + 1);
    const calm = [
      [home, 25],
      [waiting, 0],
    ];
    const urgent = [
      [home, 55],
      [waiting, 30],
    ];
    expect([before, still, await order()]).toEqual([calm, calm, urgent]);
  });

  test('has many cases in the order of the moment, although none of them was written since', async () => {
    using vault = await aVault();
    const receivedAt = new Date(vault.clock.nowMs()).toISOString();
    const lines = Array.from({ length: 600 }, (_, i) =>
      reportLine({ receivedAt, subjects: [{ kind: 'url', url: `https://host-${i}.example/` }] }),
    );
    await importFile(vault.client, lines.join('\n'), { name: 'reports.jsonl' });
    vault.clock.advance(20 * HOUR_MS);
    const recent = await reported(
      vault,
      aReport().of('https://home.example/').hostedIn('BE').receivedAt(vault.clock.nowMs()),
    );
    vault.clock.advance(HOUR_MS);
    const cases = await allPages(vault, 500);
    expect(cases.length).toBe(601);
    expect(cases.at(-1)?.id).toBe(recent);
    expect(cases.slice(0, -1).every(({ why }) => why.some((term) => term.code === 'deadline-near'))).toBe(
      true,
    );
  });

  test('of an imported file has the cases of which a report came in it, new or known, whatever became of them', async () => {
    using vault = await aVault();
    const file = async (name: string, hosts: readonly string[]) => {
      const lines = hosts.map((host) =>
        reportLine({ subjects: [{ kind: 'url', url: `https://${host}.example/` }] }),
      );
      return (await importFile(vault.client, lines.join('\n'), { name })).batch;
    };
    const first = await file('first.jsonl', ['a', 'b', 'c']);
    const second = await file('second.jsonl', ['c', 'd']);
    await reported(vault, aReport().of('https://e.example/'));
    const of = async (view: QueueView) => {
      const { cases, total } = await vault.client.review.queue({ ...view, limit: 10 });
      return { total, subjects: cases.map(({ subject }) => subject).toSorted() };
    };
    const [decided] = (await vault.client.review.queue({ batch: second, limit: 1 })).cases;
    await vault.client.review.assess({ command: aCommand(), case: decided!.id, judgement: legal() });
    const waiting = ['c', 'd']
      .map((host) => `https://${host}.example/`)
      .filter((url) => url !== decided!.subject);
    expect(await of({ batch: second })).toEqual({ total: 1, subjects: waiting });
    expect(await of({ batch: second, state: 'decided' })).toEqual({ total: 1, subjects: [decided!.subject] });
    expect((await of({ batch: first })).total + (await of({ batch: first, state: 'decided' })).total).toBe(3);
    await vault.client.views.save({ command: aCommand(), name: 'second', view: { batch: second } });
    expect(await vault.client.views.all()).toMatchObject([
      { view: { batch: second }, total: 1, isExact: true },
    ]);
  });

  test('refuses a cursor that is none of its own', async () => {
    using vault = await aVault();
    const encoded = (text: string) => Buffer.from(text).toString('base64url');
    for (const after of [
      '',
      'x',
      encoded('[]'),
      encoded('[1,2,3]'),
      encoded('{}'),
      encoded('[1.5,"a","b"]'),
      encoded('[1,"due",[],"",1]'),
    ]) {
      expect(await failureOf(vault.client.review.queue({ after }))).toEqual({
        code: 'REFUSED',
        data: { refusals: expect.arrayContaining([expect.objectContaining({ field: 'after' })]) },
      });
    }
  });
});

describe('a case', () => {
  test('is claimed by the last who opens it for work, once in the ledger', async () => {
    using vault = await aVault();
    const id = await reported(vault, aReport().of('https://a.example/'));
    const command = aCommand();
    const claimed = await vault.client.review.claim({ command, id });
    const again = await vault.client.review.claim({ command, id });
    const anew = await vault.client.review.claim({ command: aCommand(), id });
    expect([claimed.claimedBy, claimed.claimedAt, again, anew]).toEqual([
      vault.session.person.id,
      new Date(vault.clock.nowMs()).toISOString(),
      claimed,
      claimed,
    ]);
    const { entries } = await vault.client.audit.entries({ kind: 'case.claimed' });
    expect(entries.map((entry) => entry.data)).toEqual([{ case: id }]);
  });

  test('that is not there is NOT_FOUND for whatever is asked of it', async () => {
    using vault = await aVault();
    const id = CaseId.parse('00000000-0000-7000-8000-000000000000');
    const missing = { code: 'NOT_FOUND', data: { what: 'case', id } };
    expect([
      await failureOf(vault.client.review.case({ id })),
      await failureOf(vault.client.review.claim({ command: aCommand(), id })),
      await failureOf(vault.client.review.assess({ command: aCommand(), case: id, judgement: legal() })),
      await vault.client.review.saveDraft({ case: id, draft: { json: '{}' } }),
    ]).toEqual([missing, missing, missing, { saved: false }]);
  });

  test('keeps an unfinished assessment through locks, until it is decided or the draft is taken back', async () => {
    using vault = await aVault();
    const id = await reported(vault, aReport().of('https://a.example/'));
    const draft = async () => (await vault.client.review.case({ id })).draft?.json;
    await vault.client.review.saveDraft({ case: id, draft: { json: '{"legality":"ille' } });
    vault.lock();
    await vault.unlock();
    const kept = await draft();
    await vault.client.review.saveDraft({ case: id, draft: null });
    const taken = await draft();
    await vault.client.review.saveDraft({ case: id, draft: { json: '{}' } });
    await vault.client.review.assess({ command: aCommand(), case: id, judgement: legal() });
    expect([kept, taken, await draft()]).toEqual(['{"legality":"ille', undefined, undefined]);
  });
});

describe('a decision', () => {
  test.each([
    ['1', illegalIn('BE'), 'referred', ['police'], 24],
    ['2', illegalIn('NL'), 'referred', ['iccam'], 24],
    ['3', illegalIn('CN'), 'referred', ['police'], 24],
    ['confirm', illegalIn('RU'), 'escalated', [], null],
    ['unlocated', illegalIn(null), 'escalated', [], null],
    ['4', legal(), 'closed', [], null],
    ['undetermined', undetermined(), 'held', [], null],
  ] as const)(
    'of category %s goes where the policy says',
    async (category, judgement, state, destinations, hours) => {
      using vault = await aVault();
      const receivedAt = new Date(vault.clock.nowMs() - HOUR_MS).toISOString();
      const id = await reported(vault, aReport().of('https://a.example/').receivedAt(receivedAt));
      const result = await vault.client.review.assess({ command: aCommand(), case: id, judgement });
      const { summary, assessments, referrals } = await vault.client.review.case({ id });
      const due = hours === null ? null : new Date(Date.parse(receivedAt) + hours * HOUR_MS).toISOString();
      expect({
        category: result.route.category,
        states: [result.state, summary.state],
        destinations: result.route.destinations,
        queued: result.referrals.map((referral) => [referral.destination, referral.state]),
        referrals: referrals.map((referral) => [referral.id, referral.deadlineAt]),
        assessments,
      }).toEqual({
        category,
        states: [state, state],
        destinations,
        queued: destinations.map((destination) => [destination, 'queued']),
        referrals: result.referrals.map((referral) => [referral.id, due]),
        assessments: [
          {
            id: result.assessment,
            assessedAt: new Date(vault.clock.nowMs()).toISOString(),
            by: { id: vault.session.person.id, name: vault.session.person.name },
            judgement,
            route: result.route,
            heldUntil: null,
            withdrawnAt: null,
            parallelTo: null,
            corrects: null,
          },
        ],
      });
    },
  );

  test('sent again answers the same and is made once', async () => {
    using vault = await aVault();
    const id = await reported(vault, aReport().of('https://a.example/'));
    const decision = { command: aCommand(), case: id, judgement: illegalIn('BE') };
    const first = await vault.client.review.assess(decision);
    const again = await vault.client.review.assess(decision);
    await vault.restart();
    expect([again, await vault.client.review.assess(decision)]).toEqual([first, first]);
    expect((await vault.client.referral.outbox({})).total).toBe(1);
    expect((await vault.client.audit.entries({ kind: 'case.assessed' })).total).toBe(1);
  });

  test('of a case that is decided is a conflict and changes nothing', async () => {
    using vault = await aVault();
    const id = await reported(vault, aReport().of('https://a.example/'));
    await vault.client.review.assess({ command: aCommand(), case: id, judgement: illegalIn('BE') });
    const before = await vault.client.review.case({ id });
    const again = vault.client.review.assess({ command: aCommand(), case: id, judgement: legal() });
    expect(await failureOf(again)).toEqual({
      code: 'CONFLICT',
      data: { reason: 'already-decided' },
    });
    expect(await vault.client.review.case({ id })).toEqual(before);
  });

  test('that was held can be made again, and both stay on record', async () => {
    using vault = await aVault();
    const id = await reported(vault, aReport().of('https://a.example/'));
    await vault.client.review.assess({ command: aCommand(), case: id, judgement: undetermined() });
    await vault.client.review.assess({ command: aCommand(), case: id, judgement: illegalIn('NL') });
    const { summary, assessments } = await vault.client.review.case({ id });
    expect([summary.state, assessments.map((one) => one.route.category)]).toEqual([
      'referred',
      ['undetermined', '2'],
    ]);
  });

  test('stands in the ledger with its judgement, its route and the digest of the note, never with the note', async () => {
    using vault = await aVault();
    const id = await reported(vault, aReport().of('https://a.example/'));
    const judgement = illegalIn('BE', { note: 'words of the analyst' });
    const result = await vault.client.review.assess({ command: aCommand(), case: id, judgement });
    const [entry] = (await vault.client.audit.entries({ kind: 'case.assessed' })).entries;
    const { note: _, ...signed } = judgement;
    const digest = expect.stringMatching(/^[0-9a-f]{64}$/);
    expect(entry?.data).toEqual({
      case: id,
      assessment: result.assessment,
      judgement: signed,
      noteSha256: digest,
      route: result.route,
      referrals: [
        {
          id: result.referrals[0]!.id,
          destination: 'police',
          purpose: 'new',
          bodySha256: digest,
          idempotencyKey: digest,
        },
      ],
      secondReview: { period: periodAt(vault.clock.nowMs()), rate: 0, drawn: false },
    });
    expect(JSON.stringify(entry)).not.toContain('words of the analyst');
  });

  test('and its referral exist together or not at all', async () => {
    using vault = await aVault();
    const id = await reported(vault, aReport().of('https://a.example/'));
    vault.lock();
    const trigger =
      "CREATE TRIGGER t BEFORE INSERT ON referrals BEGIN SELECT RAISE(ABORT, 'no room for it'); END";
    await inDatabaseOf(vault.folder, (db) => db.execute(trigger));
    await vault.unlock();
    const decision = vault.client.review.assess({
      command: aCommand(),
      case: id,
      judgement: illegalIn('BE'),
    });
    await expect((async () => decision)()).rejects.toThrow();
    const { summary, assessments } = await vault.client.review.case({ id });
    const { total } = await vault.client.audit.entries({ kind: 'case.assessed' });
    expect([summary.state, assessments, total]).toEqual(['open', [], 0]);
  });
});

describe('what is written is kept', () => {
  test.each([
    [
      'the body of a referral',
      'referrals',
      "UPDATE referrals SET body = '{}'",
      'a referral is frozen, but for the erasing of its note once it waits for nothing',
    ],
    [
      'the key of a referral',
      'referrals',
      "UPDATE referrals SET idempotency_key = 'x'",
      'a queued referral is frozen',
    ],
    [
      'its destination',
      'referrals',
      "UPDATE referrals SET destination = 'iccam'",
      'a queued referral is frozen',
    ],
    ['a referral', 'referrals', 'DELETE FROM referrals', 'a referral is never dropped'],
    [
      'a judgement',
      'assessments',
      "UPDATE assessments SET judgement = '{}'",
      'an assessment is never changed',
    ],
    ['an assessment', 'assessments', 'DELETE FROM assessments', 'an assessment is never deleted'],
    [
      'the line of an entry',
      'ledger_entries',
      "UPDATE ledger_entries SET line = 'x'",
      'the ledger is append-only',
    ],
    ['an entry', 'ledger_entries', 'DELETE FROM ledger_entries', 'the ledger is append-only'],
    [
      'the note of a checkpoint',
      'ledger_checkpoints',
      "UPDATE ledger_checkpoints SET note = ''",
      'the ledger is append-only',
    ],
    ['a checkpoint', 'ledger_checkpoints', 'DELETE FROM ledger_checkpoints', 'the ledger is append-only'],
  ])('%s cannot be changed or removed by a statement', async (_what, table, sql, why) => {
    using vault = await aVault();
    const id = await reported(vault, aReport().of('https://a.example/'));
    await vault.client.review.assess({ command: aCommand(), case: id, judgement: illegalIn('BE') });
    vault.lock();
    await inDatabaseOf(vault.folder, (db) => {
      const before = countIn(db, `SELECT count(*) AS n FROM ${table}`);
      expect(() => db.execute(sql)).toThrow(why);
      expect([before > 0, countIn(db, `SELECT count(*) AS n FROM ${table}`)]).toEqual([true, before]);
    });
  });
});
