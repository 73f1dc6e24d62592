import { expect, test } from 'vitest';
import { gatherPublication } from '../../../../shared/contract/publication-material.ts';
import { countFigures, countUnread } from '../../../../shared/domain/figures/count-figures.ts';
import { endFigures } from '../../../../shared/domain/figures/end-figures.ts';
import type { Figures } from '../../../../shared/domain/figures/figures.ts';
import { beginFigures } from '../../../../shared/domain/figures/figures-so-far.ts';
import { PublicationKind } from '../../../../shared/domain/publications/publication.ts';
import { publicationHtml } from '../../../../shared/domain/publications/publication-html.ts';
import { emptyTexts } from '../../../../shared/domain/publications/publication-texts.ts';
import { publicationWords } from '../../../../shared/domain/publications/publication-words.ts';
import { parseEntry } from '../../../../shared/ledger/entry.ts';
import { happeningOf } from '../../../../shared/ledger/happening-of.ts';
import { locales } from '../../../../shared/locales/locales.ts';
import { seededRandom } from '../../../../tools/fake-data.ts';
import { aCommand } from '../../../support/a-command.ts';
import { DEEDS, deedAtRandom } from '../../../support/a-random-session.ts';
import { sendOnce, sendTo } from '../../../support/a-referring-vault.ts';
import { aReport } from '../../../support/a-report.ts';
import { REVIEWERS } from '../../../support/a-reviewed-vault.ts';
import { type AVault, aVault, PERSON } from '../../../support/a-vault.ts';
import { illegalIn, legal } from '../../../support/an-assessment.ts';
import { importFile } from '../../../support/an-import.ts';
import { atWork } from '../../../support/colleagues.ts';
import { type PlainEntry, slowFigures } from '../../../support/slow-figures.ts';
import { aDesk } from '../../receiver/a-desk.ts';

const SEED = Number(process.env.HASHLINE_SEED ?? Date.now() % 1_000_000);
const DAY_MS = 86_400_000;

async function linesOf({ client }: AVault): Promise<string[]> {
  const lines: string[] = [];
  for await (const piece of await client.audit.export()) lines.push(...piece.lines);
  return lines;
}

function quickFigures(lines: readonly string[], from: string, through: string): Figures {
  const state = beginFigures({ from, through });
  for (const line of lines) {
    const entry = parseEntry(line);
    if (entry === null) continue;
    const happening = happeningOf(entry);
    if (happening === 'unread') countUnread(state);
    else countFigures(state, happening);
  }
  return endFigures(state);
}

test(`every figure of a record is what looking through the whole record for it anew finds (seed ${SEED})`, async () => {
  await using desk = await aDesk();
  using vault = await aVault({ secondReview: 0.5, graceSeconds: 600, staff: REVIEWERS });
  const random = seededRandom(SEED);
  const first = new Date(vault.clock.nowMs()).toISOString().slice(0, 10);
  await sendTo(vault, 'police', desk);
  for (let deed = 0; deed < 200; deed++) {
    await deedAtRandom(vault, random, desk, Object.keys(DEEDS));
    if (deed % 40 === 39) vault.clock.jump(Math.floor(random() * 3 * DAY_MS));
  }
  await atWork(vault, PERSON);
  const lines = await linesOf(vault);
  const entries = lines.flatMap((line): PlainEntry[] => {
    const value = JSON.parse(line);
    return typeof value.kind === 'string' ? [value] : [];
  });
  const dayAfter = (days: number) => new Date(Date.parse(first) + days * DAY_MS).toISOString().slice(0, 10);
  const periods = [
    [first, dayAfter(400)],
    [first, first],
    [dayAfter(1), dayAfter(3)],
    [dayAfter(-400), dayAfter(2)],
    ['2026-01-01', '2026-12-31'],
  ] as const;
  for (const [from, through] of periods)
    expect(quickFigures(lines, from, through)).toEqual(slowFigures(entries, from, through));
  const { decided, intake } = quickFigures(lines, first, dayAfter(400));
  expect(decided.cases > 0 && intake.subjects > 0).toBe(true);

  // Nor is anything of a person in a document of these figures.
  const through = dayAfter(400);
  const own = { texts: emptyTexts(), suppressBelow: null, madeAt: `${through}T00:00:00.000Z` };
  const material = await gatherPublication(vault.client, { from: first, through }, own);
  const people = (await vault.client.people.list()).map(({ name }) => name);
  const ids = lines.flatMap((line) => [...line.matchAll(/"(?:case|person|report|referral)":"([^"]{20,})"/g)]);
  const told = [...people, 'a note', ...ids.map(([, id]) => id ?? ''), 'site-', 'words '];
  for (const kind of PublicationKind.options) {
    const html = publicationHtml(kind, material, publicationWords('en', locales.en));
    expect(told.filter((text) => new RegExp(`(?<![\\w/-])${text}(?![a-z])`).test(html))).toEqual([]);
  }
}, 120_000);

test('a vault counts as its record says, and knows the receipt of cases that a file brought', async () => {
  await using desk = await aDesk();
  using vault = await aVault();
  await sendTo(vault, 'police', desk);
  const today = new Date(vault.clock.nowMs()).toISOString();
  const old = new Date(vault.clock.nowMs() - 2.5 * DAY_MS).toISOString();
  const header = 'URL;REFERER;WORKUSER-EMAIL;REFERENCE;SOURCE;TYPE;RECEIVED';
  await importFile(
    vault.client,
    `${header}\nhttps://a.example/;;;;;;${old}\nhttps://b.example/;;;;;;${today}\n`,
  );
  const { cases } = await vault.client.review.queue({});
  for (const { id } of cases)
    await vault.client.review.assess({ command: aCommand(), case: id, judgement: illegalIn('BE') });
  await sendOnce(vault);
  const period = { from: old.slice(0, 10), through: today.slice(0, 10) };
  const found = await vault.client.insight.figures(period);
  const bare = quickFigures(await linesOf(vault), period.from, period.through);
  expect(found).toMatchObject({
    reports: { received: 2, byChannel: { file: 2 } },
    decided: { cases: 2, byLegality: { illegal: 2 }, byCountry: { BE: 2 } },
    referrals: { ordered: { police: 2 } },
  });
  expect([found.days.receiptToDecision, bare.days.receiptToDecision]).toEqual([
    { '0': 1, '1': 0, '2': 1, '3': 0, '4-5': 0, '6+': 0, unknown: 0 },
    { '0': 0, '1': 0, '2': 0, '3': 0, '4-5': 0, '6+': 0, unknown: 2 },
  ]);
  expect({ ...found, days: null, entries: null }).toEqual({ ...bare, days: null, entries: null });
});

test('a decision that waits for a blind second look is in no figure of the person who will give it', async () => {
  using vault = await aVault({ secondReview: 1, staff: REVIEWERS });
  const report = aReport().of('https://a.example/').build();
  const { cases } = await vault.client.intake.report({ command: aCommand(), report });
  await vault.client.review.assess({ command: aCommand(), case: cases[0]!.id, judgement: legal() });
  const today = new Date(vault.clock.nowMs()).toISOString().slice(0, 10);
  const ask = async () => (await vault.client.insight.figures({ from: today, through: today })).decided;
  const own = await ask();
  await atWork(vault, 'Ann');
  const others = await ask();
  expect([own.cases, others.cases, others.byLegality]).toEqual([1, 0, {}]);
});
