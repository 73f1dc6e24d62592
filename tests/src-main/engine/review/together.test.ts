import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AssessedHosting, type AssessmentReason } from '../../../../shared/domain/assessment.ts';
import type { CaseId } from '../../../../shared/domain/ids.ts';
import { monthAfter, periodAt } from '../../../../shared/domain/second-review.ts';
import { assessmentFor, type SaidOfMany } from '../../../../shared/domain/together.ts';
import { recordedTables } from '../../../../src-main/engine/storage/compare-tables.ts';
import { openTableRows } from '../../../../src-main/engine/storage/open-table-rows.ts';
import { migrations } from '../../../../src-main/engine/whole/migrations.ts';
import { aCommand } from '../../../support/a-command.ts';
import { aFileCase, aListOf, matched } from '../../../support/a-matched-vault.ts';
import { activate, nextPolicy, proposed } from '../../../support/a-proposal.ts';
import { sendOnce, sendTo } from '../../../support/a-referring-vault.ts';
import { aHash, aReport } from '../../../support/a-report.ts';
import { aReviewedVault, REVIEWERS, waitingCases } from '../../../support/a-reviewed-vault.ts';
import { type ATeam, aTeam, type Seat } from '../../../support/a-team.ts';
import { type AVault, aVault, PERSON } from '../../../support/a-vault.ts';
import { illegalIn, legal } from '../../../support/an-assessment.ts';
import { atWork, enrolled } from '../../../support/colleagues.ts';
import { failureOf } from '../../../support/failure-of.ts';
import { aKeptCopy } from '../../../support/kept-copy.ts';
import {
  decidedTogether,
  illegalAsReported,
  manyCases,
  takenBackTogether,
} from '../../../support/many-cases.ts';
import { problemsOf } from '../../../support/problems-of.ts';
import { thorough } from '../../../support/thorough.ts';
import { inDatabaseOf } from '../../../support/vault-database.ts';
import { aDesk } from '../../receiver/a-desk.ts';

const COUNTRIES = ['BE', 'NL', 'ZW', null];
const GRACE_MS = 10_000;
const legalAll: SaidOfMany = { legality: 'legal', hosting: 'as-reported', reasons: [], note: '' };

const assess = ({ client }: AVault, id: CaseId, judgement = illegalIn('BE')) =>
  client.review.assess({ command: aCommand(), case: id, judgement });
const stateOf = async ({ client }: AVault, id: CaseId) => (await client.review.case({ id })).summary.state;
const entriesAbout = async ({ client }: AVault, kind: 'case.assessed' | 'assessment.withdrawn') =>
  (await client.audit.entries({ kind, limit: 500 })).entries.map(({ data }) => data.case);

/** Another policy comes into force with the number of cases that may be decided together; then `name` is at work. */
async function allowing(vault: AVault, atOnce: number, name: string): Promise<void> {
  await enrolled(vault, 'Tom', 'supervisor');
  const review = { ...vault.session.policy.review, atOnce };
  const proposal = await proposed(vault, nextPolicy(vault, { review }));
  await atWork(vault, 'Tom');
  await activate(vault, proposal);
  await atWork(vault, name);
}

describe('deciding cases together', () => {
  test('gives each an assessment, an entry and referrals of its own, by the country of its own reports', async () => {
    using vault = await aVault();
    const ids = await manyCases(vault, 8, COUNTRIES);
    const { decided, left } = await decidedTogether(vault, ids);
    const details = await Promise.all(ids.map((id) => vault.client.review.case({ id })));
    expect({
      left,
      decided: decided.map((one) => [one.case, one.route.category]),
      entries: (await entriesAbout(vault, 'case.assessed')).toReversed(),
      referrals: details.map(({ referrals }) => referrals.map(({ destination }) => destination)),
      states: details.map(({ summary }) => summary.state),
      hosting: details.map(({ assessments }) => assessments.map(({ judgement }) => judgement.hosting)),
      problems: await problemsOf(vault.client),
    }).toEqual({
      left: [],
      decided: ids.map((id, at) => [id, ['1', '2', '3', 'unlocated'][at % 4]]),
      entries: ids,
      referrals: ids.map((_, at) => [['police'], ['iccam'], ['police'], []][at % 4]),
      states: ids.map((_, at) => ['referred', 'referred', 'referred', 'escalated'][at % 4]),
      hosting: ids.map((_, at) => [
        at % 4 === 3
          ? { country: null, source: 'unknown' }
          : { country: COUNTRIES[at % 4], source: 'reported' },
      ]),
      problems: [],
    });
  });

  test('says beforehand how many take which route and what goes where, by the rules that then decide them', async () => {
    using vault = await aVault();
    const ids = await manyCases(vault, 9, COUNTRIES);
    // A desk that has a case already gets an amendment.
    await assess(vault, ids[0]!);
    await vault.client.intake.report({
      command: aCommand(),
      report: aReport()
        .of('https://many.example/page/0', { hosting: { country: 'BE' } })
        .build(),
    });
    const before = (await vault.client.audit.entries({})).entries.length;
    const said = illegalAsReported();
    const preview = await vault.client.together.preview({ cases: ids, judgement: said });
    const afterwards = (await vault.client.audit.entries({})).entries.length;
    const { decided } = await decidedTogether(vault, ids, said);
    const details = await Promise.all(decided.map(({ case: id }) => vault.client.review.case({ id })));
    const made = details.map(({ assessments, referrals, summary }) => {
      const { id, route } = { id: assessments.at(-1)!.id, route: assessments.at(-1)!.route };
      const own = referrals.filter(({ purpose }) => assessments.length === 1 || purpose === 'amendment');
      const sends = own.map(({ destination, purpose }) => ({ destination, purpose }));
      return { id, text: JSON.stringify({ route, sends, state: summary.state }) };
    });
    const counts = Object.groupBy(made, ({ text }) => text);
    expect(afterwards).toBe(before);
    expect(preview.decides).toBe(9);
    expect(
      Object.fromEntries(
        preview.routes.map(({ cases, route, sends, state }) => [
          JSON.stringify({ route, sends, state }),
          cases,
        ]),
      ),
    ).toEqual(Object.fromEntries(Object.entries(counts).map(([text, those]) => [text, those!.length])));
    expect(preview.routes.flatMap(({ sends }) => sends.map(({ purpose }) => purpose))).toContain('amendment');
  });

  test('leaves out what is not to be decided so, and says of each why, before and afterwards', async () => {
    using vault = await aVault({
      staff: [
        ['Ann', 'analyst'],
        ['Bob', 'analyst'],
      ],
    });
    const { client } = vault;
    const [decided, given, claimed, escalated, free, ours] = await manyCases(vault, 6);
    await assess(vault, decided!);
    const bob = (await client.people.list()).find(({ name }) => name === 'Bob')!.id;
    const handed = { command: aCommand(), reason: 'urgent' as const, words: '' };
    await client.review.reassign({ ...handed, case: given!, to: bob });
    await assess(vault, escalated!, { ...illegalIn(null), legality: 'undetermined', reasons: ['other'] });
    await aListOf(vault, [{ id: 'e1', sha1: aHash(40, 1) }]);
    const known = await aFileCase(vault, { sha1: aHash(40, 1) });
    await matched(vault);
    await atWork(vault, 'Bob');
    await vault.client.review.claim({ command: aCommand(), id: claimed! });
    await atWork(vault, 'Ann');
    await vault.client.review.claim({ command: aCommand(), id: ours! });
    const cases = [decided!, given!, claimed!, known, free!, ours!];
    const preview = await vault.client.together.preview({ cases, judgement: legalAll });
    const done = await decidedTogether(vault, cases, legalAll);
    const left = [
      { case: decided!, why: 'decided' },
      { case: given!, why: 'given' },
      { case: claimed!, why: 'claimed' },
      { case: known, why: 'listed' },
    ];
    expect({
      left: done.left,
      told: preview.left.flatMap(({ why, some }) => some.map((id) => ({ case: id, why }))),
      decided: done.decided.map((one) => one.case),
      states: await Promise.all([given!, claimed!, known].map((id) => stateOf(vault, id))),
    }).toEqual({
      left,
      told: left,
      decided: [free!, ours!],
      states: ['open', 'open', 'open'],
    });
  });

  test('does not tell what waits for the person’s own second review, and leaves it to that', async () => {
    using vault = await aReviewedVault();
    const [one, two] = await manyCases(vault, 2);
    await assess(vault, one!);
    await atWork(vault, 'Ann');
    const { decided, left } = await decidedTogether(vault, [one!, two!]);
    expect([decided.map((each) => each.case), left]).toEqual([
      [two!],
      [{ case: one!, why: 'second-review' }],
    ]);
  });

  test('is refused as a whole where the policy allows fewer at once, or none', async () => {
    using vault = await aVault();
    const ids = await manyCases(vault, 4);
    await allowing(vault, 3, PERSON);
    const tooMany = await failureOf(
      vault.client.together.preview({ cases: ids, judgement: illegalAsReported() }),
    );
    const refused = await failureOf(
      vault.client.together.decide({ command: aCommand(), cases: ids, judgement: illegalAsReported() }),
    );
    // A case that is named twice is one case.
    const allowed = await decidedTogether(vault, [ids[0]!, ids[0]!, ids[1]!, ids[2]!]);
    const conflict = { code: 'CONFLICT', data: { reason: 'too-many-at-once', most: 3 } };
    expect([tooMany, refused, allowed.decided.length]).toEqual([conflict, conflict, 3]);
    expect(await stateOf(vault, ids[3]!)).toBe('open');
  });

  test('changes nothing where a policy wants each case decided by itself', async () => {
    using vault = await aVault();
    const ids = await manyCases(vault, 2);
    await allowing(vault, 0, PERSON);
    expect(await failureOf(vault.client.together.preview({ cases: ids, judgement: legalAll }))).toEqual({
      code: 'CONFLICT',
      data: { reason: 'decided-one-by-one' },
    });
  });

  test('ends between two steps, and what no step named is untouched; the same command goes on', async () => {
    using vault = await aVault();
    const ids = await manyCases(vault, 50);
    const command = aCommand();
    const asked = { command, cases: ids, judgement: illegalAsReported() };
    const first: CaseId[] = [];
    for await (const { decided } of await vault.client.together.decide(asked)) {
      first.push(...decided.map((one) => one.case));
      break;
    }
    const after = await entriesAbout(vault, 'case.assessed');
    const whole = await decidedTogether(vault, ids, asked.judgement, command);
    expect(first.length).toBeLessThan(50);
    expect(first).toEqual(ids.slice(0, first.length));
    expect(after.toReversed()).toEqual(first);
    expect(whole.decided.map((one) => one.case)).toEqual(ids);
    expect((await entriesAbout(vault, 'case.assessed')).length).toBe(50);
  });

  test('twice by one command is once, also after a restart, and says the same', async () => {
    using vault = await aVault();
    const ids = await manyCases(vault, 5);
    const command = aCommand();
    const first = await decidedTogether(vault, ids, illegalAsReported(), command);
    await vault.restart();
    const again = await decidedTogether(vault, ids, illegalAsReported(), command);
    const other = await failureOf(
      vault.client.together.decide({ command, cases: ids.slice(1), judgement: illegalAsReported() }),
    );
    expect(again).toEqual(first);
    expect((await entriesAbout(vault, 'case.assessed')).length).toBe(5);
    expect(other).toEqual({ code: 'CONFLICT', data: { reason: 'command-with-other-input' } });
  });
});

describe('decisions made together', () => {
  test('are held as single ones are, taken back together, and decided again', async () => {
    using vault = await aVault({ graceSeconds: GRACE_MS / 1000 });
    const ids = await manyCases(vault, 5, COUNTRIES);
    const { decided } = await decidedTogether(vault, ids);
    const until = new Date(vault.clock.nowMs() + GRACE_MS).toISOString();
    const command = aCommand();
    const back = await takenBackTogether(vault, decided, command);
    const again = await takenBackTogether(vault, decided, command);
    const states = await Promise.all(ids.map((id) => stateOf(vault, id)));
    const anew = await decidedTogether(vault, ids);
    expect({
      held: decided.map(({ heldUntil }) => heldUntil),
      back,
      again,
      entries: (await entriesAbout(vault, 'assessment.withdrawn')).toReversed(),
      states,
      anew: anew.decided.length,
      problems: await problemsOf(vault.client),
    }).toEqual({
      held: ids.map(() => until),
      back: { taken: ids, kept: [] },
      again: back,
      entries: ids,
      states: ids.map(() => 'open'),
      anew: 5,
      problems: [],
    });
  });

  test('go out once the time is over, and then none is taken back', async () => {
    await using police = await aDesk();
    using vault = await aVault({ graceSeconds: GRACE_MS / 1000 });
    await sendTo(vault, 'police', police);
    const ids = await manyCases(vault, 3, ['BE']);
    const { decided } = await decidedTogether(vault, ids);
    await sendOnce(vault);
    const before = police.receiver.size();
    vault.clock.advance(GRACE_MS);
    await sendOnce(vault);
    const late = await takenBackTogether(vault, decided);
    expect([before, police.receiver.size(), late]).toEqual([
      0,
      3,
      { taken: [], kept: ids.map((id) => ({ case: id, why: { reason: 'no-longer-held' } })) },
    ]);
  });

  test('are drawn for a second review each by its own number, as the seed says', async () => {
    using vault = await aReviewedVault(0.5);
    await atWork(vault, 'Ann');
    const ids = await manyCases(vault, 40);
    const { decided } = await decidedTogether(vault, ids);
    // The draw is made where somebody is at work who has the seed.
    await atWork(vault, 'Tom');
    await atWork(vault, 'Bob');
    const waiting = await waitingCases(vault);
    const period = periodAt(vault.clock.nowMs());
    vault.clock.advance(Date.parse(`${monthAfter(period)}-02`) - vault.clock.nowMs());
    await atWork(vault, 'Tom');
    const sample = await vault.client.secondReview.sample({ period });
    expect(sample).toMatchObject({ assessments: 40, checked: true, undrawn: 0, mismatches: [] });
    expect(sample.sample.map(({ assessment }) => assessment).sort()).toEqual(
      decided
        .filter((one) => waiting.some((each) => each.case === one.case))
        .map(({ assessment }) => assessment)
        .sort(),
    );
    // By chance this fails once in a trillion times.
    expect(sample.drawn).toBeGreaterThan(0);
    expect(sample.drawn).toBeLessThan(40);
  });
});

describe('at several seats', () => {
  const two = async (): Promise<ATeam & { sam: Seat; ada: Seat }> => {
    const team = await aTeam([['Ada', 'analyst']]);
    const [sam, ada] = team.seats as [Seat, Seat];
    return Object.assign(team, { sam, ada });
  };

  test('a case that is open at another seat is left out, and decided once it is let go there', async () => {
    await using team = await two();
    const { sam, ada } = team;
    const ids = await manyCases(sam, 3);
    await team.settle();
    await sam.client.review.claim({ command: aCommand(), id: ids[1]! });
    // Only that it is open there is known so far, and not the claim.
    await ada.open().teamSync.once();
    const first = await decidedTogether(ada, ids);
    await team.settle();
    expect([first.decided.map((one) => one.case), first.left.map((one) => one.case)]).toEqual([
      [ids[0], ids[2]],
      [ids[1]],
    ]);
    expect(['claimed', 'open-elsewhere']).toContain(first.left[0]?.why);
    expect((await sam.client.review.case({ id: ids[0]! })).summary.state).toBe(
      (await ada.client.review.case({ id: ids[0]! })).summary.state,
    );
  });

  test('both sides come to equal rows where each decides the same cases together without contact', async () => {
    await using team = await two();
    const { sam, ada } = team;
    const ids = await manyCases(sam, 6, COUNTRIES);
    await team.settle();
    const [here, there] = [await decidedTogether(sam, ids), await decidedTogether(ada, ids, legalAll)];
    await team.settle();
    const standing = await Promise.all(
      [sam, ada].map(async ({ client }) =>
        Promise.all(
          ids.map(async (id) => {
            const { assessments } = await client.review.case({ id });
            return assessments.map(({ id: assessment, parallelTo }) => [assessment, parallelTo]);
          }),
        ),
      ),
    );
    expect([here.decided.length, there.decided.length]).toEqual([6, 6]);
    expect(standing[0]).toEqual(standing[1]);
    expect(standing[0]!.every((made) => made.length === 2)).toBe(true);
  });
});

/** What one vault has in every recorded row but ids, digests and signatures, which are of chance. */
async function rowsOf(vault: AVault): Promise<Record<string, string[]>> {
  const known = new Set((await vault.client.review.queue({ limit: 500 })).cases.map(({ id }) => String(id)));
  for (const state of ['held', 'escalated', 'referred', 'closed'] as const)
    for (const { id } of (await vault.client.review.queue({ state, limit: 500 })).cases) known.add(id);
  vault.lock();
  const rows = await inDatabaseOf(vault.folder, (db) => {
    const tables = openTableRows(db);
    const recorded = recordedTables(migrations, tables);
    const derived = [
      { table: 'case_counts', columns: tables.columns('case_counts') },
      { table: 'cases', columns: tables.columns('cases') },
    ];
    const entries = {
      table: 'ledger_entries',
      columns: ['position', 'seq', 'kind', 'actor', 'at', 'case_id'],
    };
    return [...recorded, ...derived, entries].map(({ table, columns }) => {
      const all = db.prepare(`SELECT ${columns.join(', ')} FROM ${table}`).all();
      return [table, all.map((row) => withoutChance(JSON.stringify(row), known)).sort()] as const;
    });
  });
  await vault.unlock();
  return Object.fromEntries(rows);
}

const withoutChance = (row: string, known: ReadonlySet<string>): string =>
  row
    .replaceAll(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, (id) => (known.has(id) ? id : '<id>'))
    .replaceAll(/[0-9a-f]{64}/g, '<digest>')
    .replaceAll(/\\"checkpoint\\":\\"(?:[^"\\]|\\\\.)*\\"/g, '<checkpoint>');

test('whatever is said of whichever cases, together is the same as one by one in every row but for ids', {
  timeout: 120_000,
}, async () => {
  using vault = await aVault({ secondReview: 1, graceSeconds: 10, staff: REVIEWERS });
  await manyCases(vault, 12, COUNTRIES);
  const files = [1, 2, 3].map((seed) => aFileCase(vault, { sha1: aHash(40, seed) }, 'BE'));
  await Promise.all(files);
  const queue = (await vault.client.review.queue({ limit: 50 })).cases.map(({ id }) => id);
  // Some are decided already, and one is claimed.
  await assess(vault, queue[0]!, legal());
  await assess(vault, queue[1]!);
  await vault.client.review.claim({ command: aCommand(), id: queue[2]! });
  using kept = await aKeptCopy(vault);
  const said = fc.record({
    legality: fc.constantFrom('illegal' as const, 'legal' as const, 'undetermined' as const),
    hosting: fc.constantFrom(
      'as-reported' as const,
      AssessedHosting.parse({ country: 'BE', source: 'registry' }),
      AssessedHosting.parse({ country: null, source: 'unknown' }),
    ),
    reasons: fc.subarray<AssessmentReason>(['other', 'age-unclear']),
    note: fc.constantFrom('', 'seen together'),
  });
  await fc.assert(
    fc.asyncProperty(fc.shuffledSubarray(queue, { minLength: 1 }), said, async (cases, words) => {
      const classified = words.legality === 'illegal' ? {} : { classification: undefined };
      const judgement = illegalAsReported({ ...words, ...classified });
      await kept.putBack();
      const { left } = await decidedTogether(vault, cases, judgement);
      const together = await rowsOf(vault);
      await kept.putBack();
      const leftOut = new Set(left.map((one) => one.case));
      for (const id of cases) {
        if (leftOut.has(id)) continue;
        const { hosting } = (await vault.client.review.case({ id })).summary;
        await assess(vault, id, assessmentFor(judgement, { hostingCountry: hosting }));
      }
      expect(together).toEqual(await rowsOf(vault));
    }),
    { numRuns: thorough(40, 6) },
  );
});
