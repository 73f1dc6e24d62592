import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../../../tools/fake-data.ts';
import { placeAndReason, readWhole, SCART_HEADER, scartFile, scartRow } from '../../../../support/intake.ts';
import { syntheticPicture } from '../../../../support/synthetic-picture.ts';

const urlReport = (url: string, subject: object = {}, report: object = {}) => ({
  receivedAt: null,
  channel: 'file',
  subjects: [{ kind: 'url', url, ...subject }],
  ...report,
});
const outcome = async (file: string | Uint8Array) => {
  const { reports, refusals, failure } = await readWhole(file, 'scart-csv');
  return {
    taken: reports.map(({ row }) => row),
    refused: refusals.map(placeAndReason),
    failure: failure && placeAndReason(failure),
  };
};

describe('SCARt CSV', () => {
  it('takes each row as a report of one address', async () => {
    const file = scartFile([
      'https://site.example/a;https://forum.example/t/1;analyst@hotline.example;REF-1;webform;website',
      scartRow('http://other.example/'),
    ]);
    expect(await readWhole(file)).toEqual({
      format: 'scart-csv',
      reports: [
        {
          row: 2,
          report: urlReport(
            'https://site.example/a',
            { referrer: 'https://forum.example/t/1', siteType: 'website' },
            { reporter: 'analyst@hotline.example', reference: 'REF-1', source: 'webform' },
          ),
        },
        { row: 3, report: urlReport('http://other.example/') },
      ],
      refusals: [],
      notices: [],
      failure: null,
    });
  });

  it('takes Hashline’s extra columns in any order and case, after a byte order mark', async () => {
    const file = scartFile(
      ['2026-01-02T03:04:05+01:00;be;"said ""look""\nand left";http://site.example/;;;;;'],
      '\ufeffReceived;hosting;NOTE;url;Referer;Workuser-Email;Reference;Source;Type',
    );
    expect(await readWhole(file)).toMatchObject({
      reports: [
        {
          row: 2,
          report: urlReport(
            'http://site.example/',
            { hosting: { country: 'BE' } },
            { receivedAt: '2026-01-02T02:04:05.000Z', narrative: 'said "look"\nand left' },
          ),
        },
      ],
      failure: null,
    });
  });

  it('counts lines through quoted line breaks, blank lines and both kinds of line ends', async () => {
    const header = `${SCART_HEADER};NOTE`;
    const file = `${header}\r\nhttp://a.example/;;;;;;"one\r\ntwo"\r\n\r\nhttp://b.example/;;;;;;\nnothing;;;;;;\n`;
    expect(await outcome(file)).toEqual({ taken: [2, 5], refused: [[6, 'URL', 'bad-url']], failure: null });
  });

  it('says what its header needs, and which of its names is wrong', async () => {
    const expected = {
      required: ['URL', 'REFERER', 'WORKUSER-EMAIL', 'REFERENCE', 'SOURCE', 'TYPE'],
      optional: ['HOSTING', 'RECEIVED', 'NOTE'],
    };
    const detailOf = async (header: string) => (await readWhole(scartFile([], header))).failure?.detail;
    expect([
      await detailOf(SCART_HEADER.replace('SOURCE', 'ORIGIN')),
      await detailOf(`${SCART_HEADER};TYPE`),
      await detailOf(SCART_HEADER.replace(';TYPE', '')),
      await detailOf(`${SCART_HEADER}${';X'.repeat(60)}`),
    ]).toEqual([
      { code: 'header-name-unknown', column: 5, ...expected },
      { code: 'header-name-twice', name: 'TYPE', ...expected },
      { code: 'header-name-missing', name: 'TYPE', ...expected },
      { code: 'header-too-wide', maximum: 64, ...expected },
    ]);
  });

  it('says how it was read where that is not as SCARt writes it', async () => {
    const row = 'http://a.example/,,,,,';
    const file = [
      'sep=,',
      '#TYPE Report',
      SCART_HEADER.replaceAll(';', ','),
      row,
      ',,,,,',
      'http://b.example/',
      '',
    ];
    const { notices } = await readWhole(file.join('\n'));
    const withoutHeader = await readWhole(`${scartRow('http://c.example/')}\n`);
    const inUtf16 = await readWhole(
      Buffer.from(`\ufeff${scartFile([scartRow('http://d.example/')])}`, 'utf16le'),
    );
    expect(
      [notices, withoutHeader.notices, inUtf16.notices].map((of) =>
        of.map(({ row, detail }) => [row, detail]),
      ),
    ).toEqual([
      [
        [2, { code: 'comment-line' }],
        [3, { code: 'commas-separate' }],
        [6, { code: 'short-row' }],
        [1, { code: 'delimiter-line' }],
        [null, { code: 'empty-rows', rows: 1 }],
      ],
      [[1, { code: 'no-header', columns: SCART_HEADER.split(';') }]],
      [[null, { code: 'utf-16-by-mark', encoding: 'utf-16le' }]],
    ]);
  });

  it('keeps stray quotation marks in addresses', async () => {
    const { reports } = await readWhole(scartFile([scartRow('http://site.example/?q="a"')]));
    expect(reports).toEqual([{ row: 2, report: urlReport('http://site.example/?q="a"') }]);
  });

  it('takes the same subject twice', async () => {
    expect(
      await outcome(scartFile([scartRow('http://site.example/'), scartRow('http://site.example/')])),
    ).toEqual({
      taken: [2, 3],
      refused: [],
      failure: null,
    });
  });

  it.each([
    ['an unknown column', `${SCART_HEADER};THUMBNAIL`, [1, null, 'wrong-header']],
    ['a missing column', 'URL;REFERER;REFERENCE;SOURCE;TYPE', [1, 'WORKUSER-EMAIL', 'wrong-header']],
    ['a column twice', `${SCART_HEADER};URL`, [1, 'URL', 'wrong-header']],
    [
      '10,000 columns',
      Array.from({ length: 10_000 }, (_v, i) => `c${i}`).join(';'),
      [1, null, 'too-many-columns'],
    ],
  ])('refuses a header with %s', async (_what, header, failure) => {
    expect(await outcome(scartFile([scartRow('http://site.example/')], header))).toEqual({
      taken: [],
      refused: [],
      failure,
    });
  });

  it('refuses bad rows where they stand and takes the others', async () => {
    const picture = Buffer.from(syntheticPicture('png', seededRandom(5))).toString('base64');
    const long = `http://site.example/${'a'.repeat(4100)}`;
    const rows: [row: string, refused: [string | null, string] | null][] = [
      [scartRow('http://good.example/'), null],
      [';;;REF;;', ['URL', 'missing']],
      [scartRow('not an address'), ['URL', 'bad-url']],
      [scartRow('http://site.example/\u0007'), ['URL', 'control-character']],
      [scartRow('http://site.example/\u202egpj.exe'), ['URL', 'bidi-character']],
      [scartRow(long), ['URL', 'too-long']],
      [`http://site.example/;${picture};;;;`, ['REFERER', 'media']],
      [`http://site.example/;;${'a'.repeat(201)};;;`, ['WORKUSER-EMAIL', 'too-long']],
      [`http://site.example/${';'.repeat(9_999)}x`, [null, 'too-many-columns']],
      [scartRow('http://last.example/'), null],
    ];
    expect(await outcome(scartFile(rows.map(([row]) => row)))).toEqual({
      taken: [2, 11],
      refused: rows.flatMap(([, refused], index) => (refused ? [[index + 2, ...refused]] : [])),
      failure: null,
    });
  });

  it('finds a picture in a note and says so without repeating it', async () => {
    const noise = Buffer.from(syntheticPicture('jpeg', seededRandom(6))).toString('base64');
    const { refusals } = await readWhole(
      scartFile([`http://site.example/;;;;;;look ${noise}`], `${SCART_HEADER};NOTE`),
    );
    expect(refusals).toEqual([
      {
        row: 2,
        field: 'NOTE',
        reason: 'media',
        detail: { code: 'media', media: 'jpeg', encoding: 'base64' },
      },
    ]);
  });

  it.each(['0000-01-01', '9999-12-31T00:00:00Z', '01/02/2025', 'soon'])(
    'takes a row dated %s without a date and notes it',
    async (date) => {
      const { reports, notices } = await readWhole(
        scartFile([`http://site.example/;;;;;;${date}`], `${SCART_HEADER};RECEIVED`),
      );
      expect({ reports, notices }).toEqual({
        reports: [{ row: 2, report: urlReport('http://site.example/') }],
        notices: [
          {
            row: 2,
            field: 'RECEIVED',
            notice: 'unknown-date',
            detail: { code: 'date-left-out' },
          },
        ],
      });
    },
  );

  it('refuses a hosting country that is none', async () => {
    expect(
      await outcome(scartFile(['http://site.example/;;;;;;Belgium'], `${SCART_HEADER};HOSTING`)),
    ).toEqual({
      taken: [],
      refused: [[2, 'HOSTING', 'bad-value']],
      failure: null,
    });
  });

  it('refuses the rest of a file from a quotation mark that is never closed', async () => {
    const rows = [scartRow('http://a.example/'), '"http://b.example/;;;;;', scartRow('http://c.example/')];
    expect(await outcome(scartFile(rows))).toEqual({
      taken: [2],
      refused: [],
      failure: [3, null, 'truncated'],
    });
  });

  it('says where a file stops being UTF-8', async () => {
    const file = Buffer.from(scartFile(['http://a.example/;;;;;', 'http://b.example/é;;;;;']), 'latin1');
    const { format, reports, failure } = await readWhole(file);
    expect([format, reports.length, failure && placeAndReason(failure)]).toEqual([
      'scart-csv',
      1,
      [3, null, 'not-utf8'],
    ]);
  });

  it('refuses a file of blank lines and a file without rows differently', async () => {
    expect([await outcome('\n\n'), await outcome(`${SCART_HEADER}\n`)]).toEqual([
      { taken: [], refused: [], failure: [null, null, 'empty-file'] },
      { taken: [], refused: [], failure: null },
    ]);
  });
});
