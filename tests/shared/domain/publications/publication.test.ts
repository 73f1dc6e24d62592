import { describe, expect, test } from 'vitest';
import { PublicationKind } from '../../../../shared/domain/publications/publication.ts';
import { publicationCsv } from '../../../../shared/domain/publications/publication-csv.ts';
import { publicationHtml } from '../../../../shared/domain/publications/publication-html.ts';
import { emptyTexts } from '../../../../shared/domain/publications/publication-texts.ts';
import { publicationWords } from '../../../../shared/domain/publications/publication-words.ts';
import { LANGUAGES, locales } from '../../../../shared/locales/locales.ts';
import { someFigures, someMaterial } from '../../../support/some-figures.ts';

const english = publicationWords('en', locales.en);
const cellsOf = (csv: string) =>
  new Map(csv.split('\r\n').map((line) => [line.split(',').slice(1, -1).join(','), line.split(',').at(-1)]));

describe.each(PublicationKind.options)('the publication %s', (kind) => {
  test.each(LANGUAGES)(
    'in %s is one file that loads and runs nothing, with every table captioned',
    (language) => {
      const html = publicationHtml(kind, someMaterial(), publicationWords(language, locales[language]));
      expect(html).toContain(`<html lang="${language}">`);
      expect(html).not.toMatch(/<script|<img|<link|\ssrc=|\shref=|url\(|@import|\son\w+=|\{\{/);
      const count = (pattern: RegExp) => [...html.matchAll(pattern)].length;
      expect(count(/<table><caption>[^<]+<\/caption>/g)).toBe(count(/<table/g));
      expect(count(/<th /g)).toBe(count(/<th scope="(?:col|row)"/g));
      expect(count(/<table/g)).toBeGreaterThan(2);
    },
  );

  test('names its record, and how it is counted again with the same limit', () => {
    const html = publicationHtml(kind, someMaterial({ suppressBelow: 5 }), english);
    expect(html).toContain('q1MKE+RZFJgrefm34/uplM/R8/si9xzqGvvwK0YMbR0=');
    expect(html).toContain(`hashline report ${kind} --from export.jsonl --period 2026-01-01..2026-12-31`);
    expect(html).toContain('--entries 91022 --lang en --suppress-below 5');
  });

  test('shows no number below the limit, and all of them without one', () => {
    const numbers = (suppressBelow: number | null) =>
      [
        ...publicationHtml(kind, someMaterial({ suppressBelow }), english).matchAll(
          /<td class="number">(\d+)</g,
        ),
      ].map(([, number]) => Number(number));
    const isSmall = (number: number) => number > 0 && number < 5;
    expect(numbers(5).filter(isSmall)).toEqual([]);
    expect(numbers(null).filter(isSmall)).not.toEqual([]);
  });
});

test('the national report has the hotline’s texts under A and C, figures under B, and says what is missing', () => {
  const texts = emptyTexts();
  const goals = { ...texts.goals, '3.1': { implementation: 'A <b> week', progress: 'Pages', followUp: '' } };
  const bases = [{ base: 'ICSE', contributed: 12, contributedBefore: 10, consulted: null, found: null }];
  const html = publicationHtml('national', someMaterial({ texts: { ...texts, goals, bases } }), english);
  const goal = html.slice(html.indexOf('<h3>3.1'), html.indexOf('<h3>3.2'));
  expect(goal).toContain('A &lt;b&gt; week');
  expect(goal).toContain('<h4>B. Progress</h4><p class="text">Pages</p>');
  expect(goal).toMatch(/C\. Follow-up actions<\/h4><p class="soft">The hotline has given no text/);
  expect(html).toMatch(/ICSE<\/th><td class="number">12<.*?>10<.*?>not known<.*?>not known</);
});

test('INHOPE’s figures never say 0 where the record does not know', () => {
  const ofExport = { source: 'export', subjects: null } as const;
  const cells = cellsOf(publicationCsv('inhope', someMaterial(ofExport), english));
  const subjects = 'Subjects in the reports received';
  expect([
    cells.get(`${subjects},Known before (duplicates),Number`),
    cells.get(`${subjects},Total,Number`),
    cells.get('Types of content,Grooming,Number'),
    cells.get('Types of content,Self-generated,Number'),
    cells.get('"Illegal cases, by place of hosting",INHOPE member,Number'),
    cells.get('"New referrals, by addressee",ICCAM,Delivered'),
  ]).toEqual(['not known', 'not known', 'not known', '402', '1120', '1118']);
});

test('a trusted flagger’s report names providers, and joins those with few notices', () => {
  const text = emptyTexts();
  const texts = { ...text, trustedFlagger: { ...text.trustedFlagger, independence: 'Paid by no provider.' } };
  const html = publicationHtml('dsa', someMaterial({ texts, suppressBelow: 5 }), english);
  expect(html).toMatch(/Hoster One<\/th><td class="number">20</);
  expect(html).toMatch(/All others together<\/th><td class="number">9</);
  expect(html).not.toContain('two.example');
  expect(html).toContain('Paid by no provider.');
});

test('the board’s sheet shows the difference to the period before', () => {
  const figures = { ...someFigures(), matches: { confirmed: 317, rejected: 10 } };
  const html = publicationHtml('board', someMaterial({ figures }), english);
  expect(html).toMatch(
    /Confirmed<\/th><td class="number">317<\/td><td class="number">310<\/td><td class="number">\+7</,
  );
  expect(html).toMatch(/Rejected<\/th>.*?<td class="number">−7</);
});

test('a provider’s name that begins like a formula is harmless in a spreadsheet', () => {
  const figures = someFigures();
  const notices = { ...figures.notices, byProvider: [{ provider: '=cmd|x', notices: 29 }] };
  expect(publicationCsv('dsa', someMaterial({ figures: { ...figures, notices } }), english)).toContain(
    `,'=cmd|x,`,
  );
});
