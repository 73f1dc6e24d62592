import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { ErasureResult, ErasureScope } from '../../../../shared/contract/retention.contract.ts';
import { CaseId } from '../../../../shared/domain/ids.ts';
import { TakedownEvent } from '../../../../shared/domain/takedown.ts';
import { addTakedown } from '../../../../src-main/receiver/takedown-log.ts';
import { seededRandom } from '../../../../tools/fake-data.ts';
import { aCommand } from '../../../support/a-command.ts';
import { aFolder } from '../../../support/a-folder.ts';
import { aListOf, matched } from '../../../support/a-matched-vault.ts';
import { workAtRandom } from '../../../support/a-random-session.ts';
import { refer, sendAll, sendTo, storedAt } from '../../../support/a-referring-vault.ts';
import { aHash, aReport } from '../../../support/a-report.ts';
import { decidedBy, REVIEWERS, reviewedBy } from '../../../support/a-reviewed-vault.ts';
import { type AVault, aVault, PERSON } from '../../../support/a-vault.ts';
import { illegalIn, legal } from '../../../support/an-assessment.ts';
import { importFile } from '../../../support/an-import.ts';
import { atWork } from '../../../support/colleagues.ts';
import { decrypted } from '../../../support/decrypted.ts';
import { failureOf } from '../../../support/failure-of.ts';
import { SCART_HEADER } from '../../../support/intake.ts';
import { problemsOf, verifyReportOf } from '../../../support/problems-of.ts';
import { rebuiltFrom } from '../../../support/rebuilt.ts';
import { inDatabaseOf } from '../../../support/vault-database.ts';
import { aDesk } from '../../receiver/a-desk.ts';

const ALL: ErasureScope = { decidedBefore: '2999-01-01' };

async function erase({ client }: AVault, scope: ErasureScope = ALL): Promise<ErasureResult> {
  for await (const step of await client.retention.erase({ scope, reason: 'retention' }))
    if (step.phase === 'done') return step.result;
  throw new Error('the erasure ended without a result');
}

const waitingIn = async ({ client }: AVault, scope: ErasureScope = ALL) => {
  const { cases, waiting } = await client.retention.preview({ scope });
  return { cases, waiting: waiting.map(({ for: why, cases: n }) => [why, n]) };
};

/** Texts that people write about a case, everywhere they can. */
const WORDS = {
  narrative: 'canary narrative on the phone',
  reporter: 'canary.reporter@hotline.example',
  inFile: 'canary narrative in a file',
  note: 'canary note of the analyst',
  second: 'canary note of the second analyst',
  reason: 'canary reason of the correction',
  words: 'canary words to a colleague',
  toAuthor: 'canary note to the author',
  verdict: 'canary reason of a verdict',
  draft: 'canary draft of a correction',
  consultation: 'canary note of a consultation',
};

const consultedFor = (vault: AVault, id: CaseId, note: string) =>
  vault.client.referral.recordConsultation({
    ...({ command: aCommand(), case: id, base: 'ICSE', result: 'found', note } as const),
    at: new Date(vault.clock.nowMs()).toISOString(),
  });

/** Decides cases so that every kind of text is written. @returns the case that has most of them */
async function writeEverywhere(vault: AVault): Promise<CaseId> {
  const { client } = vault;
  const md5 = aHash(32, 7);
  await aListOf(vault, [{ id: 'one', md5 }], { name: 'a list' });
  const report = aReport()
    .ofFile({ md5, sha1: aHash(40, 8) })
    .saying(WORDS.narrative)
    .build();
  const withReporter = { ...report, reporter: WORDS.reporter };
  const { cases } = await client.intake.report({ command: aCommand(), report: withReporter });
  const id = cases[0]!.id;
  await importFile(
    client,
    `${SCART_HEADER};NOTE\nhttps://file.example/;;${WORDS.reporter};;;;${WORDS.inFile}\n`,
    {
      name: 'a.csv',
    },
  );
  const [imported] = (await client.review.queue({ kind: 'url' })).cases;
  await client.review.assess({
    command: aCommand(),
    case: imported!.id,
    judgement: legal({ note: WORDS.note }),
  });
  const { id: ann } = (await client.people.list()).find(({ name }) => name === 'Ann')!;
  await client.review.reassign({
    command: aCommand(),
    case: id,
    to: ann,
    reason: 'urgent',
    words: WORDS.words,
  });
  await client.review.release({ command: aCommand(), case: id, reason: 'other', words: WORDS.words });
  await matched(vault);
  const [match] = (await client.review.case({ id })).matches;
  await client.matching.reject({ command: aCommand(), case: id, match: match!.id, reason: WORDS.verdict });
  const first = await client.review.assess({
    command: aCommand(),
    case: id,
    judgement: illegalIn('BE', { note: WORDS.note }),
  });
  await client.review.correct({
    command: aCommand(),
    case: id,
    assessment: first.assessment,
    judgement: legal({ note: WORDS.note }),
    reason: WORDS.reason,
  });
  await client.review.saveDraft({ case: id, draft: { json: WORDS.draft } });
  await consultedFor(vault, id, WORDS.consultation);
  return id;
}

test('what is erased stands on no page of the database any more, and before it did', async () => {
  using vault = await aVault({ staff: REVIEWERS });
  await writeEverywhere(vault);
  vault.lock();
  const texts = Object.values(WORDS).filter((text) => text !== WORDS.second && text !== WORDS.toAuthor);
  const before = await decrypted(vault.folder);
  const there = texts.filter((text) => before.includes(text));
  await vault.unlock();
  // Referrals that nobody sent wait, so that nothing of this case would be erased.
  const waits = await waitingIn(vault);
  await inDatabase(vault, "UPDATE referrals SET state = 'refused'");
  const { cases, reports, entries } = await erase(vault);
  const open = readdirSync(vault.folder).filter((name) => name.endsWith('-wal'));
  vault.lock();
  const after = await decrypted(vault.folder);
  expect({ there, waits, erased: [cases, reports, entries > 5], open: open.length }).toEqual({
    there: texts,
    waits: { cases: 1, waiting: [['delivery', 1]] },
    erased: [2, 2, true],
    open: 1,
  });
  expect(texts.filter((text) => after.includes(text))).toEqual([]);
});

/** Changes rows of a vault at work, which is locked meanwhile. */
async function inDatabase(vault: AVault, sql: string): Promise<void> {
  vault.lock();
  await inDatabaseOf(vault.folder, (db) => db.execute(sql));
  await vault.unlock();
}

describe('after an erasure', () => {
  test('the ledger verifies, the rows are those of the record, and both say by which entry the texts are gone', async () => {
    await using desk = await aDesk();
    using vault = await aVault({ staff: REVIEWERS });
    using folder = aFolder();
    await sendTo(vault, 'police', desk);
    await sendTo(vault, 'iccam', desk);
    await writeEverywhere(vault);
    await sendAll(vault);
    for (const { body } of await storedAt(desk.dir))
      await addTakedown(
        desk.dir,
        body.referral,
        TakedownEvent.parse({
          status: 'permanently-removed',
          at: new Date(vault.clock.nowMs()).toISOString(),
        }),
      );
    await vault.client.referral.refreshTakedowns();
    const { acts, entries } = await erase(vault);
    const { problems, erased } = await verifyReportOf(vault.client);
    expect({ problems, erased }).toEqual({ problems: [], erased: [{ by: acts[0], entries }] });
    const rebuilt = await rebuiltFrom(vault, folder.path);
    expect({ ...rebuilt, rows: 0, entries: 0 }).toEqual({
      rows: 0,
      entries: 0,
      unrestored: [],
      erased,
      differing: [],
      unreadable: [],
    });
  });

  test('the note with a takedown step that a person typed is gone too, and a later one can be erased', async () => {
    await using desk = await aDesk();
    using vault = await aVault();
    using folder = aFolder();
    const { client, clock } = vault;
    await sendTo(vault, 'police', desk);
    const { case: id } = await refer(vault, 'a');
    await sendAll(vault);
    const state = () =>
      client.referral.stateTakedown({
        command: aCommand(),
        case: CaseId.parse(id),
        event: TakedownEvent.parse({
          status: 'permanently-removed',
          at: new Date(clock.nowMs()).toISOString(),
        }),
        source: 'phone',
        note: 'as the officer said',
      });
    await state();
    await erase(vault);
    clock.advance(1000);
    const { takedown } = await state();
    clock.advance(1000);
    const again = await erase(vault);
    const { referrals } = await client.referral.outbox({});
    expect({
      before: takedown.map(({ note }) => note),
      again: again.cases,
      after: referrals.flatMap((referral) => referral.takedown.map(({ note }) => note)),
      differing: (await rebuiltFrom(vault, folder.path)).differing,
    }).toEqual({ before: ['', 'as the officer said'], again: 1, after: ['', ''], differing: [] });
  });

  test('the note of a consultation is gone, the base and its result stay, and a later note can be erased too', async () => {
    using vault = await aVault();
    using folder = aFolder();
    const report = aReport().of('https://one.example/').build();
    const { cases } = await vault.client.intake.report({ command: aCommand(), report });
    const id = cases[0]!.id;
    await vault.client.review.assess({ command: aCommand(), case: id, judgement: legal() });
    await consultedFor(vault, id, 'as the officer said');
    await erase(vault);
    vault.clock.advance(1000);
    const before = await consultedFor(vault, id, 'and said again');
    vault.clock.advance(1000);
    const again = await erase(vault);
    const { consultations } = await vault.client.review.case({ id });
    expect({
      before: before.map(({ note }) => note),
      again: again.cases,
      after: consultations.map(({ base, result, note }) => [base, result, note]),
      differing: (await rebuiltFrom(vault, folder.path)).differing,
    }).toEqual({
      ...{ before: ['', 'and said again'], again: 1, differing: [] },
      after: [
        ['ICSE', 'found', ''],
        ['ICSE', 'found', ''],
      ],
    });
  });

  test('a case says since when its texts are gone, keeps its codes, and can be reported again', async () => {
    using vault = await aVault();
    const { client, clock } = vault;
    const report = aReport().of('https://a.example/').saying('words').build();
    const { cases } = await client.intake.report({ command: aCommand(), report });
    const id = cases[0]!.id;
    await client.review.assess({ command: aCommand(), case: id, judgement: legal({ note: 'a note' }) });
    clock.advance(1000);
    const { acts } = await erase(vault);
    const now = await client.review.case({ id });
    const again = await client.intake.report({ command: aCommand(), report });
    expect({
      erased: now.erased,
      judgement: now.assessments[0]?.judgement,
      has: now.sightings[0]?.hasNarrative,
      again: again.cases,
      problems: await problemsOf(client),
    }).toEqual({
      erased: { at: new Date(clock.nowMs()).toISOString(), entry: acts[0] },
      judgement: legal(),
      has: false,
      again: [{ id, isNew: false, isReopened: true }],
      problems: [],
    });
    expect(await waitingIn(vault)).toEqual({ cases: 0, waiting: [['decision', 1]] });
  });

  test('only a supervisor may do it', async () => {
    using vault = await aVault({ staff: REVIEWERS });
    await decidedBy(vault, 'Ann', 'a', legal({ note: 'a note' }));
    expect(await failureOf(erase(vault))).toEqual({ code: 'NOT_PERMITTED', data: { duty: 'erase' } });
  });
});

describe('nothing is erased of a case that', () => {
  test('waits for a decision, for a second review, or is golden', async () => {
    using vault = await aVault({ secondReview: 1, staff: REVIEWERS });
    const { client } = vault;
    const { case: reviewed } = await decidedBy(vault, 'Ann', 'a', legal({ note: 'a note' }));
    await atWork(vault, PERSON);
    const report = aReport().of('https://b.example/').saying('words').build();
    const { cases } = await client.intake.report({ command: aCommand(), report });
    const named = { cases: [reviewed, cases[0]!.id] };
    expect(await waitingIn(vault, named)).toEqual({
      cases: 0,
      waiting: [
        ['decision', 1],
        ['second-review', 1],
      ],
    });
    await reviewedBy(vault, 'Bob', reviewed, legal());
    await atWork(vault, PERSON);
    expect(await waitingIn(vault, named)).toEqual({ cases: 1, waiting: [['decision', 1]] });
    await vault.client.secondReview.addGolden({ command: aCommand(), case: reviewed });
    expect(await waitingIn(vault, named)).toEqual({
      cases: 0,
      waiting: [
        ['decision', 1],
        ['golden-case', 1],
      ],
    });
  });

  test('waits for its delivery, and then for the end of its takedown', async () => {
    await using desk = await aDesk();
    using vault = await aVault();
    await sendTo(vault, 'police', desk);
    await sendTo(vault, 'iccam', desk);
    await refer(vault, 'a');
    expect(await waitingIn(vault)).toEqual({ cases: 0, waiting: [['delivery', 1]] });
    await sendAll(vault);
    expect(await waitingIn(vault)).toEqual({ cases: 0, waiting: [['takedown', 1]] });
    expect(await erase(vault)).toEqual({ cases: 0, reports: 0, refusedRows: 0, entries: 0, acts: [] });
  });

  test('can still be taken back', async () => {
    using vault = await aVault({ graceSeconds: 600 });
    await decidedBy(vault, 'Sam Supervisor', 'a', legal({ note: 'a note' }));
    expect(await waitingIn(vault)).toEqual({ cases: 0, waiting: [['taking-back', 1]] });
    vault.clock.advance(601_000);
    expect(await waitingIn(vault)).toEqual({ cases: 1, waiting: [] });
  });

  test('was decided later than the rule says', async () => {
    using vault = await aVault();
    await decidedBy(vault, 'Sam Supervisor', 'a', legal({ note: 'a note' }));
    const today = new Date(vault.clock.nowMs()).toISOString().slice(0, 10);
    expect(await waitingIn(vault, { decidedBefore: today })).toEqual({ cases: 0, waiting: [] });
  });
});

test('a report about two cases keeps its texts until nothing is left to do with either', async () => {
  using vault = await aVault();
  const { client } = vault;
  const report = aReport().of('https://a.example/').of('https://b.example/').saying('words').build();
  const { cases } = await client.intake.report({ command: aCommand(), report });
  const [one, other] = cases.map(({ id }) => id);
  await client.review.assess({ command: aCommand(), case: one!, judgement: legal() });
  vault.clock.advance(1000);
  const first = await erase(vault);
  const has = async () => (await client.review.case({ id: one! })).sightings[0]?.hasNarrative;
  const between = await has();
  await client.review.assess({ command: aCommand(), case: other!, judgement: legal() });
  vault.clock.advance(1000);
  const second = await erase(vault);
  expect([first.reports, between, second.reports, await has(), await problemsOf(client)]).toEqual([
    0,
    true,
    1,
    false,
    [],
  ]);
});

/** Decides what can be decided, as legal. */
async function decideAll({ client }: AVault): Promise<void> {
  const judgement = legal({ note: 'a note' });
  for (const { id } of (await client.review.queue({ limit: 500 })).cases)
    await client.review.assess({ command: aCommand(), case: id, judgement }).catch(() => null);
}

const SEED = Number(process.env.HASHLINE_SEED ?? Date.now() % 1_000_000);

test(`whatever a hotline did before (seed ${SEED}), all rows after erasures are those of the record`, async () => {
  await using desk = await aDesk();
  using vault = await aVault({ graceSeconds: 60, staff: REVIEWERS });
  using folder = aFolder();
  const random = seededRandom(SEED);
  for (let round = 0; round < 2; round++) {
    await workAtRandom(vault, random, 100, desk);
    await atWork(vault, PERSON);
    await decideAll(vault);
    vault.clock.advance(600_000);
    await erase(vault);
  }
  const { problems, erased } = await verifyReportOf(vault.client);
  const { unrestored, differing } = await rebuiltFrom(vault, folder.path);
  expect({ problems, unrestored, differing, some: erased.length > 0 }).toEqual({
    problems: [],
    unrestored: [],
    differing: [],
    some: true,
  });
}, 120_000);
