import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseStrictJson } from '../../../../../src-main/engine/intake/formats/strict-json.ts';
import { seededRandom } from '../../../../../tools/fake-data.ts';
import { reportSchema } from '../../../../../tools/make-report-schema.ts';
import { AN_MD5, placeAndReason, readWhole, reportLine } from '../../../../support/intake.ts';
import { syntheticPicture } from '../../../../support/synthetic-picture.ts';

const good = reportLine();
const outcome = async (file: string) => {
  const { reports, refusals, notices, failure } = await readWhole(file, 'hashline-jsonl');
  return {
    taken: reports.map(({ row }) => row),
    refused: refusals.map(placeAndReason),
    noted: notices.map(({ row, field, notice }) => [row, field, notice]),
    failure: failure && placeAndReason(failure),
  };
};

describe('Hashline JSON lines', () => {
  it('takes each line as a report', async () => {
    const report = {
      receivedAt: '2026-01-02T03:04:05.000Z',
      channel: 'phone',
      source: 'public',
      reference: 'R-1',
      reporter: 'caller',
      narrative: 'two lines\nof words',
      subjects: [
        {
          kind: 'url',
          url: 'https://site.example/a',
          siteType: 'forum',
          hosting: { country: 'NL', network: 'AS64496' },
        },
        { kind: 'file', hashes: { md5: AN_MD5 }, sizeBytes: 0 },
      ],
    };
    expect(await readWhole(`\ufeff${reportLine(report)}\r\n\r\n${good}`)).toEqual({
      format: 'hashline-jsonl',
      reports: [
        { row: 1, report },
        {
          row: 3,
          report: {
            receivedAt: '2026-01-02T03:04:05.000Z',
            channel: 'partner',
            subjects: [{ kind: 'url', url: 'https://site.example/a' }],
          },
        },
      ],
      refusals: [],
      notices: [],
      failure: null,
    });
  });

  it('writes instants in one form, so that they compare as text', async () => {
    const { reports } = await readWhole(reportLine({ receivedAt: '2026-01-02T03:04:05Z' }));
    expect(reports.map(({ report }) => report.receivedAt)).toEqual(['2026-01-02T03:04:05.000Z']);
  });

  it('reads a date in every form a table may have it in', async () => {
    const dates = ['2026-11-20T10:00:00+01:00', '2026-11-20', '20261120T0900Z', '2026-11-20 10:00:00+01'];
    const { reports, notices } = await readWhole(
      dates.map((receivedAt) => reportLine({ receivedAt })).join('\r'),
    );
    expect(reports.map(({ report }) => report.receivedAt)).toEqual([
      '2026-11-20T09:00:00.000Z',
      '2026-11-20T00:00:00.000Z',
      '2026-11-20T09:00:00.000Z',
      '2026-11-20T09:00:00.000Z',
    ]);
    expect(notices.map(({ notice }) => notice)).toEqual(['line-ends']);
  });

  it('refuses bad lines where they stand and takes the others', async () => {
    const picture = Buffer.from(syntheticPicture('webp', seededRandom(10))).toString('base64url');
    const lines: [line: string, refused: [string | null, string] | null][] = [
      [good, null],
      ['{"format":', [null, 'truncated']],
      ['not JSON', [null, 'bad-json']],
      [`${good}${good}`, [null, 'bad-json']],
      ['[]', [null, 'bad-value']],
      [reportLine({ format: 'hashline-report/2' }), ['format', 'bad-value']],
      [reportLine({ subjects: undefined }), ['subjects', 'missing']],
      [reportLine({ receivedAt: true }), ['receivedAt', 'bad-value']],
      [reportLine({ thumbnail: 'x' }), ['thumbnail', 'unknown-field']],
      [reportLine({ narrative: picture }), ['narrative', 'media']],
      [reportLine({ narrative: 'a\ud800b' }), ['narrative', 'not-utf8']],
      [
        reportLine({ subjects: [{ kind: 'file', hashes: { md5: 'abc' } }] }),
        ['subjects.0.hashes.md5', 'bad-hash'],
      ],
      [reportLine({ subjects: [{ kind: 'file', hashes: {} }] }), ['subjects.0.hashes', 'missing']],
      [
        reportLine({ subjects: [{ kind: 'url', url: 'http://site.example/\u202e' }] }),
        ['subjects.0.url', 'bidi-character'],
      ],
      [good.replace('"partner"', '"partner","channel":"phone"'), ['channel', 'duplicate-key']],
      [good.replace('"partner"', '"partner","__proto__":{}'), [null, 'forbidden-key']],
      [good.replace('"partner"', '"partner","x":{"constructor":1}'), [null, 'forbidden-key']],
      [
        good.replace('"partner"', `"partner","x":${'['.repeat(10_000)}${']'.repeat(10_000)}`),
        [null, 'too-deep'],
      ],
      [good.replace('"partner"', '"partner","x":NaN'), [null, 'bad-json']],
      [good, null],
      [good.slice(0, -5), [null, 'truncated']],
    ];
    expect(await outcome(lines.map(([line]) => line).join('\n'))).toEqual({
      taken: [1, 20],
      refused: lines.flatMap(([, refused], index) => (refused ? [[index + 1, ...refused]] : [])),
      noted: [],
      failure: null,
    });
  });

  it.each(['0000-01-01T00:00:00Z', '9999-12-31T23:59:59.999Z', '03/11/2026', 'yesterday', '', 46346.375])(
    'takes a line dated %j without a date',
    async (date) => {
      expect(await outcome(reportLine({ receivedAt: date }))).toEqual({
        taken: [1],
        refused: [],
        noted: [[1, 'receivedAt', 'unknown-date']],
        failure: null,
      });
    },
  );
});

describe('parseStrictJson', () => {
  it('reads every JSON text without repeated or forbidden keys as JSON.parse does', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 6 }), (text) => {
        fc.pre(!/__proto__|constructor|prototype/.test(text));
        expect(parseStrictJson(text)).toEqual({ value: JSON.parse(text) });
      }),
    );
  });

  it('objects to a repeated key wherever it stands and however it is written', () => {
    const texts = ['{"a":1,"a":1}', '[{"b":{"a":1,"\\u0061":2}}]', '{"x":"a:b","a":{"a":1},"x":":"}'];
    expect(texts.map(parseStrictJson)).toEqual(
      ['a', 'a', 'x'].map((key) => ({ fault: { reason: 'duplicate-key', key } })),
    );
  });
});

describe('hashline-report-1.schema.json', () => {
  it('is what the zod schema says today', () => {
    const stored = readFileSync(
      new URL('../../../../../assets/schemas/hashline-report-1.schema.json', import.meta.url),
      'utf8',
    );
    expect(JSON.parse(stored)).toEqual(JSON.parse(JSON.stringify(reportSchema())));
  });
});
