import { describe, expect, it } from 'vitest';
import type { ReportInput } from '../../../../../shared/domain/report.ts';
import { fakePhotoDna, seededRandom } from '../../../../../tools/fake-data.ts';
import {
  A_SHA1,
  AN_MD5,
  placeAndReason,
  readWhole,
  vicsCase,
  vicsHashSet,
} from '../../../../support/intake.ts';
import { syntheticPicture } from '../../../../support/synthetic-picture.ts';

const good = { MD5: AN_MD5 };
const photodna = fakePhotoDna(seededRandom(9));
const picture = Buffer.from(syntheticPicture('jpeg', seededRandom(8))).toString('base64');
const fileReport = (hashes: object, subject: object = {}, report: object = {}) => ({
  receivedAt: null,
  channel: 'file',
  subjects: [{ kind: 'file', hashes, ...subject }],
  ...report,
});
const outcome = async (file: string | Uint8Array) => {
  const { reports, refusals, notices, failure } = await readWhole(file, 'vics-json');
  return {
    taken: reports.map(({ row }) => row),
    refused: refusals.map(placeAndReason),
    noted: notices.map(({ row, field, notice }) => [row, field, notice]),
    failure: failure && placeAndReason(failure),
  };
};

const hashesIn = ({ subjects: [subject] }: ReportInput) => (subject?.kind === 'file' ? subject.hashes : null);

describe('VICS JSON', () => {
  it('takes each Media entry of a case as a report of one file', async () => {
    const file = vicsCase([
      {
        MediaID: 1,
        Category: 1,
        MD5: AN_MD5.toUpperCase(),
        SHA1: A_SHA1.toUpperCase(),
        MediaSize: 12,
        MimeType: 'image/jpeg',
        DateUpdated: '2025-01-02T03:04:05.000Z',
        VictimIdentified: 'false',
        Comments: 'synthetic',
        Tags: ['one', 'two'],
        RelativeFilePath: 'private\\holiday.jpg',
        MediaFiles: [{ FileName: 'holiday.jpg', FilePath: '/home/somebody/holiday.jpg', MD5: 'x' }],
        AlternativeHashes: [
          { HashName: 'PhotoDNA', HashValue: photodna },
          { HashName: 'PDQ', HashValue: 'A'.repeat(64) },
          { HashName: 'SHA-256', HashValue: 'b'.repeat(64) },
        ],
      },
      {
        MediaID: 1,
        Category: null,
        MD5: '',
        SHA1: A_SHA1,
        MediaSize: '7',
        DateUpdated: '/Date(1735787045000+0000)/',
      },
    ]);
    const of = { reference: 'SYN-1', source: 'Example Hotline' };
    const result = await readWhole(`\ufeff${file}`);
    expect(result).toEqual({
      format: 'vics-json',
      reports: [
        {
          row: 1,
          report: fileReport(
            {
              md5: AN_MD5,
              sha1: A_SHA1,
              photodna,
              pdq: 'a'.repeat(64),
              sha256: 'b'.repeat(64),
            },
            { sizeBytes: 12, mimeType: 'image/jpeg' },
            { ...of, receivedAt: '2025-01-02T03:04:05.000Z', narrative: 'synthetic\none, two' },
          ),
        },
        {
          row: 2,
          report: fileReport(
            { sha1: A_SHA1 },
            { sizeBytes: 7 },
            { ...of, receivedAt: '2025-01-02T03:04:05.000Z' },
          ),
        },
      ],
      refusals: [],
      notices: [],
      failure: null,
    });
    expect(JSON.stringify(result)).not.toMatch(/holiday|somebody|private/);
  });

  it('takes a bare hash set, numbers entries through several cases, and skips a case without media', async () => {
    const cases = JSON.stringify({
      value: [
        { CaseNumber: 'A', TotalMediaFiles: 99, Media: [good, good] },
        { CaseID: '{00000000-0000-4000-8000-000000000000}', CaseNumber: 'B', Media: null },
        { CaseNumber: 'C', Media: [good] },
      ],
    });
    const { reports } = await readWhole(cases);
    expect([
      (await outcome(vicsHashSet([good, good]))).taken,
      reports.map(({ row, report }) => [row, report.reference]),
    ]).toEqual([
      [1, 2],
      [
        [1, 'A'],
        [2, 'A'],
        [3, 'C'],
      ],
    ]);
  });

  it.each([null, 0, '', '2', 5, undefined])('reads over the category %j', async (category) => {
    expect(await outcome(vicsHashSet([{ ...good, Category: category }]))).toEqual({
      taken: [1],
      refused: [],
      noted: [],
      failure: null,
    });
  });

  it('notes what it ignores and takes the entry', async () => {
    const odd = {
      ...good,
      Category: 'worst',
      MediaSize: -1,
      DateUpdated: '0001-01-01T00:00:00',
      AlternativeHashes: [{ HashName: 'NoSuchHash', HashValue: 'x' }],
    };
    expect(await outcome(vicsHashSet([odd, { ...good, DateUpdated: '9999-12-31' }]))).toEqual({
      taken: [1, 2],
      refused: [],
      noted: [
        [1, 'AlternativeHashes.0.HashName', 'value-ignored'],
        [1, 'MediaSize', 'value-ignored'],
        [1, 'Category', 'value-ignored'],
        [1, 'DateUpdated', 'unknown-date'],
        [2, 'DateUpdated', 'unknown-date'],
      ],
      failure: null,
    });
  });

  it('notes a case number that comes after the media it belongs to', async () => {
    const file = `{"value":[{"Media":[${JSON.stringify(good)}],"CaseNumber":"LATE"}]}`;
    expect(await outcome(file)).toEqual({
      taken: [1],
      refused: [],
      noted: [[1, 'CaseNumber', 'value-ignored']],
      failure: null,
    });
  });

  it.each<[string, unknown, [string | null, string]]>([
    ['a hash of the wrong length', { MD5: 'abc' }, ['MD5', 'bad-hash']],
    ['a hash that is a number', { MD5: 5 }, ['MD5', 'bad-hash']],
    [
      'a bad alternative hash beside nothing that identifies a file',
      { PhotoDNA: photodna, AlternativeHashes: [{ HashName: 'PDQ', HashValue: 'zz' }] },
      ['AlternativeHashes.0.HashValue', 'bad-hash'],
    ],
    ['a hash that stands for none, alone', { MD5: '0'.repeat(32) }, ['MD5', 'known-bad']],
    ['a picture where a hash should be', { ...good, PhotoDNA: picture }, ['PhotoDNA', 'media']],
    [
      'two spellings of one name with two values',
      { MD5: AN_MD5, md5: 'a'.repeat(32) },
      ['MD5', 'duplicate-key'],
    ],
    [
      'two answers for one kind of hash',
      { ...good, AlternativeHashes: [{ HashName: 'MD5', HashValue: 'a'.repeat(32) }] },
      ['AlternativeHashes.0.HashValue', 'bad-hash'],
    ],
    ['no hash', { MediaID: 1 }, ['MD5', 'missing']],
    ['media in a comment', { ...good, Comments: `see ${picture}` }, ['Comments', 'media']],
    ['media in a field that is not kept', { ...good, Thumbnail: picture }, ['Thumbnail', 'media']],
    [
      'media deep in metadata',
      { ...good, Exifs: [{ PropertyName: 'x' }, { PropertyValue: picture }] },
      ['Exifs.1.PropertyValue', 'media'],
    ],
    ['a very long picture', { ...good, Thumbnail: picture + 'A'.repeat(200_000) }, ['Thumbnail', 'media']],
    ['a comment of 9,000 characters', { ...good, Comments: 'a'.repeat(9_000) }, ['Comments', 'too-long']],
    ['a comment of 200,000 characters', { ...good, Comments: 'a'.repeat(200_000) }, ['Comments', 'too-long']],
    [
      'more than an entry can need',
      { ...good, Tags: Array.from({ length: 9_000 }, () => 'tag') },
      ['Tags.2543', 'too-long'],
    ],
    ['half a character', { ...good, Comments: 'a\ud800' }, ['Comments', 'not-utf8']],
    ['a control character', { ...good, Comments: 'a\u0000b' }, ['Comments', 'control-character']],
    ['an entry that is no object', 'entry', [null, 'bad-value']],
    ['an entry that is a list', [good], [null, 'bad-value']],
  ])('refuses %s and takes the other entries', async (_what, entry, refused) => {
    for (const file of [vicsHashSet([good, entry, good]), vicsCase([good, entry, good])]) {
      expect(await outcome(file)).toEqual({
        taken: [1, 3],
        refused: [[2, ...refused]],
        noted: [],
        failure: null,
      });
    }
  });

  it.each([
    ['PhotoDNA', 'n/a'],
    ['PhotoDNA', 7],
    ['PhotoDNA', 'A'.repeat(191)],
    ['SHA1', 'unknown'],
    ['SHA256', A_SHA1],
  ])('loses %s of %j, not the file that other hashes identify', async (field, value) => {
    const { reports, refusals, notices } = await readWhole(
      vicsHashSet([{ MD5: AN_MD5, [field]: value }, good]),
    );
    expect({ hashes: reports.map(({ report }) => hashesIn(report)), refusals }).toEqual({
      hashes: [{ md5: AN_MD5 }, hashesIn(reports[1]!.report)],
      refusals: [],
    });
    expect(notices.map(({ row, field: of, notice }) => [row, of, notice])).toEqual([
      [1, field, 'value-ignored'],
    ]);
  });

  it('leaves out hashes that stand for none, and says so', async () => {
    const { reports, notices } = await readWhole(
      vicsHashSet([{ MD5: '0'.repeat(32), SHA1: A_SHA1, SHA256: 'F'.repeat(64), PhotoDNA: 'A'.repeat(192) }]),
    );
    expect(reports.map(({ report }) => hashesIn(report))).toEqual([{ sha1: A_SHA1 }]);
    expect(notices.map(({ field, notice }) => [field, notice])).toEqual(
      ['MD5', 'SHA256', 'PhotoDNA'].map((field) => [field, 'placeholder-hash']),
    );
  });

  it('says of each hash why it was left out', async () => {
    const others = [
      { HashName: 'PDQ', HashValue: 'b'.repeat(32) },
      { HashName: 'CRC32', HashValue: '0' },
    ];
    const { notices } = await readWhole(
      vicsHashSet([{ MD5: 'x', SHA1: A_SHA1, SHA256: '0'.repeat(64), AlternativeHashes: others }]),
    );
    expect(Object.fromEntries(notices.map(({ field, detail }) => [field, detail]))).toEqual({
      MD5: { code: 'hash-left-out', algorithm: 'md5' },
      SHA256: { code: 'stands-for-no-hash' },
      'AlternativeHashes.0.HashValue': { code: 'half-pdq' },
      'AlternativeHashes.1.HashName': { code: 'unknown-kind-of-hash' },
    });
  });

  it('reads a PhotoDNA in hexadecimal digits and in numbers as the same value', async () => {
    const bytes = Buffer.from(photodna, 'base64');
    const written = [
      photodna,
      bytes.toString('hex').toUpperCase(),
      [...bytes].join(','),
      `[${[...bytes].join(', ')}]`,
    ];
    const { reports } = await readWhole(vicsHashSet(written.map((PhotoDNA) => ({ PhotoDNA }))));
    expect(reports.map(({ report }) => hashesIn(report))).toEqual(written.map(() => ({ photodna })));
  });

  it('reads names in any case, a bare list of entries, and one case by itself', async () => {
    const entries = [
      { mediaid: 1, md5: AN_MD5 },
      { MediaId: 2, Sha1: A_SHA1, alternativehashes: [{ hashname: 'SHA-256', HASHVALUE: 'b'.repeat(64) }] },
    ];
    const wanted = [{ md5: AN_MD5 }, { sha1: A_SHA1, sha256: 'b'.repeat(64) }];
    const shapes = [
      JSON.stringify({ 'odata.metadata': 'x#Media', Value: entries }),
      JSON.stringify(entries, null, '\t').replaceAll('\n', '\r\n'),
      JSON.stringify({
        '@odata.context': 'x#Cases/$entity',
        caseNumber: 'S-1',
        media: entries,
        SourceApplicationName: 'x',
      }),
      JSON.stringify({ value: [{ CASENUMBER: 'S-1', MEDIA: entries }] }),
    ];
    const read = await Promise.all(shapes.map((shape) => readWhole(shape)));
    expect(
      read.map(({ reports, refusals, failure }) => ({
        hashes: reports.map(({ report }) => hashesIn(report)),
        refusals,
        failure,
      })),
    ).toEqual(shapes.map(() => ({ hashes: wanted, refusals: [], failure: null })));
    expect(
      read.map(({ reports, notices }) => [reports[0]?.report.reference, notices.map(({ notice }) => notice)]),
    ).toEqual([
      [undefined, []],
      [undefined, ['value-ignored']],
      ['S-1', ['value-ignored']],
      ['S-1', []],
    ]);
  });

  it('reads over long text in fields that are not kept', async () => {
    expect(await outcome(vicsHashSet([{ ...good, Series: 'long '.repeat(40_000) }, good]))).toEqual({
      taken: [1, 2],
      refused: [],
      noted: [],
      failure: null,
    });
  });

  it('refuses an entry with a repeated or forbidden key', async () => {
    const md5 = JSON.stringify(good);
    const entries = [
      `{"MD5":"${AN_MD5}","MD5":"${'a'.repeat(32)}"}`,
      `{"MD5":"${AN_MD5}","\\u004dD5":"${'a'.repeat(32)}"}`,
      `{"MD5":"${AN_MD5}","__proto__":{"SHA1":"x"}}`,
      `{"MD5":"${AN_MD5}","MediaFiles":[{"constructor":1}]}`,
      `{"MD5":"${AN_MD5}","Exifs":[{"a":1,"a":2}]}`,
    ];
    expect(await outcome(`{"value":[${[md5, ...entries, md5].join(',')}]}`)).toEqual({
      taken: [1, 7],
      refused: [
        [2, 'MD5', 'duplicate-key'],
        [3, 'MD5', 'duplicate-key'],
        [4, null, 'forbidden-key'],
        [5, null, 'forbidden-key'],
        [6, 'Exifs.0.a', 'duplicate-key'],
      ],
      noted: [],
      failure: null,
    });
    expect('SHA1' in {}).toBe(false);
  });

  it('refuses what is wrong with a case without losing its entries', async () => {
    const file = `{"value":[{"CaseNumber":"A","CaseNumber":"B","ContactName":"${picture}","Media":[${JSON.stringify(good)}]}]}`;
    expect(await outcome(file)).toEqual({
      taken: [1],
      refused: [
        [null, 'CaseNumber', 'duplicate-key'],
        [null, 'ContactName', 'media'],
      ],
      noted: [],
      failure: null,
    });
  });

  it.each([
    ['a document that is cut off', vicsHashSet([good, good]).slice(0, -40), [1], [2, null, 'truncated']],
    ['a document without its last brace', vicsHashSet([good]).slice(0, -1), [1], [null, null, 'truncated']],
    ['text after the document', `${vicsHashSet([good])}{}`, [1], [null, null, 'bad-json']],
    [
      'a missing comma',
      `{"value":[${JSON.stringify(good)} ${JSON.stringify(good)}]}`,
      [1],
      [null, null, 'bad-json'],
    ],
    ['a comma too many', `{"value":[${JSON.stringify(good)},]}`, [1], [null, null, 'bad-json']],
    ['the wrong bracket', `{"value":[${JSON.stringify(good)}}}`, [1], [null, null, 'bad-json']],
    ['NaN', `{"value":[{"MediaSize":NaN}]}`, [], [1, null, 'bad-json']],
    ['a line break inside a string', '{"value":[{"MD5":"a\nb"}]}', [], [1, null, 'bad-json']],
    ['a repeated value list', `{"value":[],"value":[]}`, [], [null, null, 'duplicate-key']],
    ['no value list', `{"Files":[]}`, [], [null, 'value', 'unknown-format']],
    ['a value that is no list', `{"value":{}}`, [], [null, 'value', 'unknown-format']],
    ['a depth of 10,000', `{"value":[{"a":${'['.repeat(10_000)}`, [], [1, null, 'too-deep']],
    [
      'a number of a million digits',
      `{"value":[{"MediaSize":${'1'.repeat(1_000_000)}}]}`,
      [],
      [1, null, 'too-long'],
    ],
    ['a key of a million letters', `{"value":[{"${'k'.repeat(1_000_000)}":1}]}`, [], [1, null, 'too-long']],
  ])('refuses %s after everything before it', async (_what, file, taken, failure) => {
    expect(await outcome(file)).toMatchObject({ taken, failure });
  });

  it('locates bytes that are not UTF-8 by entry', async () => {
    const [before, after] = vicsHashSet([good, { ...good, Comments: '§' }]).split('§');
    const file = Buffer.concat([Buffer.from(before ?? ''), Buffer.from([0xe9]), Buffer.from(after ?? '')]);
    expect(await outcome(file)).toMatchObject({ taken: [1], failure: [2, null, 'not-utf8'] });
  });
});
