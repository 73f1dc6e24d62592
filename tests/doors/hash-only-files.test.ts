import { describe, expect, test } from 'vitest';
import { findMedia } from '../../shared/domain/hash-only.ts';
import type { SeededRandom } from '../../tools/fake-data.ts';
import { fakeHex, fakeOnion, fakePhotoDna, fakeText, pick, seededRandom } from '../../tools/fake-data.ts';
import { readWhole, reportLine, SCART_HEADER, vicsCase, type WholeFile } from '../support/intake.ts';
import { LIKELY_ENCODINGS, mediaText } from '../support/media-in-text.ts';
import { thorough } from '../support/thorough.ts';

const PICTURES = 5000;
const HONEST_ROWS = thorough(100_000, 5_000);

/** One text field of a format: how a file looks whose only oddity is what stands in it. */
interface Field {
  name: string;
  longest: number;
  /** Several rows, each with its own text. */
  file: (texts: readonly string[]) => string;
  /** Nothing of what stands there is kept, so a row may pass without it. */
  dropped?: true;
}

const cell = (text: string): string => `"${text.replaceAll('"', '""')}"`;
const COLUMNS = [...SCART_HEADER.split(';'), 'HOSTING', 'RECEIVED', 'NOTE'];

const column = (name: string, longest: number, wrap = (text: string) => text): Field => ({
  name: `SCARt ${name}`,
  longest,
  file: (texts) =>
    [
      COLUMNS.join(';'),
      ...texts.map((text, row) =>
        COLUMNS.map((other) => {
          if (other === name) return cell(wrap(text));
          return other === 'URL' ? `https://site.example/${row}` : '';
        }).join(';'),
      ),
    ].join('\n'),
});

const HASH = (row: number): string => (row + 1).toString(16).padStart(32, '0');
const entry = (name: string, longest: number, member: (text: string) => Record<string, unknown>): Field => ({
  name: `VICS ${name}`,
  longest,
  file: (texts) => vicsCase(texts.map((text, row) => ({ MediaID: row, MD5: HASH(row), ...member(text) }))),
});

const line = (name: string, longest: number, members: (text: string) => Record<string, unknown>): Field => ({
  name: `hashline-report ${name}`,
  longest,
  file: (texts) => texts.map((text) => `${reportLine(members(text))}\n`).join(''),
});
const subject = (members: Record<string, unknown>) => ({
  subjects: [{ kind: 'url', url: 'https://site.example/a', ...members }],
});
const file = (members: Record<string, unknown>) => ({
  subjects: [{ kind: 'file', hashes: { md5: HASH(1) }, ...members }],
});

const FIELDS: readonly Field[] = [
  column('URL', 4000, (text) => `https://site.example/${text.replaceAll(/\s/g, '%20')}`),
  column('REFERER', 4096),
  column('WORKUSER-EMAIL', 200),
  column('REFERENCE', 200),
  column('SOURCE', 200),
  column('TYPE', 64),
  column('HOSTING', 4000),
  { ...column('RECEIVED', 4000), dropped: true },
  column('NOTE', 8192),
  entry('Comments', 8192, (text) => ({ Comments: text })),
  entry('Tags', 8192, (text) => ({ Tags: text })),
  entry('Tags, one of several', 8192, (text) => ({ Tags: ['one', text] })),
  entry('MimeType', 127, (text) => ({ MimeType: text })),
  entry('SHA1', 4000, (text) => ({ SHA1: text })),
  entry('PhotoDNA', 4000, (text) => ({ PhotoDNA: text })),
  entry('AlternativeHashes', 4000, (text) => ({
    AlternativeHashes: [{ HashName: 'SHA256', HashValue: text }],
  })),
  {
    ...entry('HashName', 4000, (text) => ({ AlternativeHashes: [{ HashName: text, HashValue: '0' }] })),
    dropped: true,
  },
  { ...entry('MediaSize', 4000, (text) => ({ MediaSize: text })), dropped: true },
  { ...entry('Category', 4000, (text) => ({ Category: text })), dropped: true },
  { ...entry('DateUpdated', 4000, (text) => ({ DateUpdated: text })), dropped: true },
  entry('FileName', 4000, (text) => ({ MediaFiles: [{ FileName: text, FilePath: '' }] })),
  entry('a member nobody knows', 4000, (text) => ({ Thumbnail: text })),
  entry('something deep inside', 4000, (text) => ({ Exifs: [{ a: { b: [text] } }] })),
  line('source', 200, (source) => ({ source })),
  line('reference', 200, (reference) => ({ reference })),
  line('reporter', 200, (reporter) => ({ reporter })),
  line('narrative', 8192, (narrative) => ({ narrative })),
  line('channel', 4000, (channel) => ({ channel })),
  line('receivedAt', 4000, (receivedAt) => ({ receivedAt })),
  line('subjects.url', 4000, (text) => subject({ url: `https://site.example/?p=${encodeURI(text)}` })),
  line('subjects.referrer', 4096, (referrer) => subject({ referrer })),
  line('subjects.siteType', 64, (siteType) => subject({ siteType })),
  line('subjects.hosting.country', 4000, (country) => subject({ hosting: { country } })),
  line('subjects.hosting.ip', 4000, (ip) => subject({ hosting: { country: null, ip } })),
  line('subjects.hosting.network', 200, (network) => subject({ hosting: { country: null, network } })),
  line('subjects.mimeType', 127, (mimeType) => file({ mimeType })),
  line('subjects.hashes.sha256', 4000, (sha256) => file({ hashes: { sha256 } })),
  line('a member nobody knows', 4000, (thumbnail) => ({ thumbnail })),
  line('the name of a member', 4000, (text) => ({ [text]: 1 })),
];

/** What of the pictures is in anything that was read and would be stored. */
const kept = (whole: WholeFile, texts: readonly string[]): string[] => {
  const stored = JSON.stringify([whole.reports, whole.refusals, whole.notices, whole.failure]);
  return texts.filter((text) => stored.includes(JSON.stringify(text).slice(1, -1)));
};

const perField = Math.ceil(PICTURES / FIELDS.length / LIKELY_ENCODINGS.length) * LIKELY_ENCODINGS.length;

describe(`${perField * FIELDS.length} synthetic pictures and clips in 8 encodings, ${perField} in each text field of every format`, () => {
  test.each(FIELDS)(
    'are refused in $name, and nothing of them is kept',
    async ({ name, longest, file, dropped }) => {
      const random = seededRandom(name.length * 7919 + longest);
      const texts = Array.from({ length: perField }, (_, number) =>
        mediaText(random, LIKELY_ENCODINGS[number % LIKELY_ENCODINGS.length]!, longest),
      );
      const whole = await readWhole(file(texts));
      const refusedRows = new Set(whole.refusals.map(({ row }) => row));
      const wholeFileRefused = whole.failure !== null && whole.reports.length === 0;
      expect({
        refused: wholeFileRefused ? perField : refusedRows.size,
        taken: whole.reports.length,
        kept: kept(whole, texts),
      }).toEqual(
        dropped
          ? { refused: expect.any(Number), taken: perField - refusedRows.size, kept: [] }
          : { refused: perField, taken: 0, kept: [] },
      );
    },
  );

  test.each(['CaseNumber', 'ContactOrganization'])(
    'are refused in VICS %s, which stands before the entries',
    async (member) => {
      const random = seededRandom(5);
      const outcomes: unknown[] = [];
      for (let number = 0; number < 40; number++) {
        const text = mediaText(random, LIKELY_ENCODINGS[number % LIKELY_ENCODINGS.length]!, 200);
        const whole = await readWhole(vicsCase([{ MD5: HASH(number) }], { [member]: text }));
        outcomes.push([
          whole.refusals.map(({ row, field, reason }) => [row, field, reason]),
          kept(whole, [text]),
        ]);
      }
      expect(outcomes).toEqual(outcomes.map(() => [[[null, member, 'media']], []]));
    },
  );

  test('control: the same files without them are taken whole', async () => {
    for (const { name, file } of FIELDS.filter(({ name }) => /NOTE|SOURCE|Comments|narrative$/.test(name))) {
      const whole = await readWhole(file(['a word', 'another']));
      expect([name, whole.reports.length, whole.refusals]).toEqual([name, 2, []]);
    }
  });
});

const WORDS = [
  'Gemeldet über das Formular; die Seite zeigt Bilder eines Kindes.',
  'Vu sur un forum, l’adresse change chaque jour (onglet « nouveau »).',
  'Caller says: the link was sent to him at 10:20:30, he did not open it.',
  'Zgłoszono telefonicznie; adres zażółć gęślą jaźń.',
  '電話での通報。',
  'Ref. 2026/0815; see 255.255.255.0 and PK, GIF, RIFF, BM, PDF.',
] as const;

function honestUrl(random: SeededRandom): string {
  return pick(random, [
    `https://${fakeText(random, 9)
      .toLowerCase()
      .replaceAll(/[^a-z0-9]/g, 'x')}.example/${fakeText(random, 22)}?k=${fakeText(random, 43)}`,
    `http://${fakeOnion(random)}/${fakeHex(random, 40)}.html`,
    `https://cdn.example/${fakeHex(random, 2)}/${fakeHex(random, 64)}_${fakeText(random, 86)}`,
    `https://drive.example/d/${fakeText(random, 33)}/view?usp=${fakeText(random, 7)}&sig=${encodeURIComponent(Buffer.from(fakeHex(random, 40), 'hex').toString('base64'))}`,
  ]);
}

const honestNote = (random: SeededRandom): string =>
  `${pick(random, WORDS)} md5 ${fakeHex(random, 32)}, sha256 ${fakeHex(random, 64).toUpperCase()}`;

test(`${HONEST_ROWS} rows as they are sent in are all taken: no hash, address or sentence is mistaken for media`, async () => {
  const random = seededRandom(77);
  const rows = (count: number, make: () => string): string[] => Array.from({ length: count }, make);
  const share = HONEST_ROWS / 4;
  const scart = [
    `${SCART_HEADER};HOSTING;RECEIVED;NOTE`,
    ...rows(2 * share, () =>
      [
        honestUrl(random),
        honestUrl(random),
        `${fakeText(random, 8)}@hotline.example`,
        fakeText(random, 20),
        'partner',
        'website',
        'NL',
        '2026-01-02T03:04:05Z',
        cell(honestNote(random)),
      ].join(';'),
    ),
  ].join('\n');
  const vics = vicsCase(
    Array.from({ length: share }, (_, row) => ({
      MediaID: row,
      MD5: fakeHex(random, 32).toUpperCase(),
      SHA1: fakeHex(random, 40),
      PhotoDNA: fakePhotoDna(random),
      AlternativeHashes: [{ HashName: 'SHA256', HashValue: fakeHex(random, 64) }],
      MimeType: 'image/jpeg',
      MediaSize: String(row),
      Comments: honestNote(random),
      MediaFiles: [{ FileName: `${fakeHex(random, 32)}.jpg`, FilePath: 'C:\\export' }],
    })),
  );
  const lines = rows(share, () =>
    reportLine({
      narrative: honestNote(random),
      reference: fakeText(random, 40),
      subjects: [{ kind: 'url', url: honestUrl(random), referrer: honestUrl(random) }],
    }),
  ).join('\n');
  const outcomes: unknown[] = [];
  for (const content of [scart, vics, lines]) {
    const { reports, refusals, failure } = await readWhole(content);
    outcomes.push([reports.length, refusals.slice(0, 3), failure]);
  }
  expect(outcomes).toEqual([
    [2 * share, [], null],
    [share, [], null],
    [share, [], null],
  ]);
}, 60_000);

test('control: the texts of these tests are media to the one module that decides', () => {
  const random = seededRandom(9);
  const texts = LIKELY_ENCODINGS.map((encoding) => mediaText(random, encoding, 4000));
  expect(texts.map((text) => findMedia(text) !== null)).toEqual(texts.map(() => true));
});
