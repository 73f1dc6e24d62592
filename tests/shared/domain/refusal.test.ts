import { describe, expect, it } from 'vitest';
import { type Refusal, refusalsOf } from '../../../shared/domain/refusal.ts';
import { ReportInput } from '../../../shared/domain/report.ts';

const file = (hashes: unknown) => ({
  receivedAt: null,
  channel: 'file',
  subjects: [{ kind: 'file', hashes }],
});
const url = (members: object) => ({
  receivedAt: null,
  channel: 'file',
  subjects: [{ kind: 'url', url: 'http://site.example/', ...members }],
});
function refuse(report: unknown): Omit<Refusal, 'row'>[] {
  const parsed = ReportInput.safeParse(report);
  if (parsed.success) throw new Error('was taken');
  return refusalsOf(parsed.error, 3).map(({ row: _row, ...rest }) => rest);
}

describe('refusalsOf', () => {
  it.each<[string, unknown, Omit<Refusal, 'row'>[]]>([
    [
      'a missing field',
      { receivedAt: null, subjects: url({}).subjects },
      [
        {
          field: 'channel',
          reason: 'bad-value',
          detail: {
            code: 'not-among',
            allowed: ['web-form', 'phone', 'email', 'post', 'police', 'partner', 'iccam', 'file'],
          },
        },
      ],
    ],
    [
      'a hash of the wrong length',
      file({ md5: 'abc' }),
      [
        {
          field: 'subjects.0.hashes.md5',
          reason: 'bad-hash',
          detail: { code: 'needs-hex-digits', digits: 32 },
        },
      ],
    ],
    ['no hash', file({}), [{ field: 'subjects.0.hashes', reason: 'missing', detail: { code: 'no-hash' } }]],
    [
      'an address that is none',
      url({ url: 'nothing' }),
      [
        {
          field: 'subjects.0.url',
          reason: 'bad-url',
          detail: { code: 'not-an-address' },
        },
      ],
    ],
    [
      'a control character once, though two rules see it',
      url({ url: 'http://site.example/\u0001' }),
      [
        {
          field: 'subjects.0.url',
          reason: 'control-character',
          detail: { code: 'control-characters' },
        },
      ],
    ],
    [
      'a field the format does not know',
      url({ thumbnail: 'x' }),
      [
        {
          field: 'subjects.0.thumbnail',
          reason: 'unknown-field',
          detail: { code: 'unknown-field' },
        },
      ],
    ],
    [
      'a field whose name is no name',
      url({ 'secret content with spaces': 'x' }),
      [
        {
          field: 'subjects.0',
          reason: 'unknown-field',
          detail: { code: 'unknown-field' },
        },
      ],
    ],
    [
      'a text that is too long',
      url({ siteType: 'x'.repeat(65) }),
      [
        {
          field: 'subjects.0.siteType',
          reason: 'too-long',
          detail: { code: 'text-too-long', maximum: 64 },
        },
      ],
    ],
    [
      'a value of the wrong type',
      url({ referrer: 5 }),
      [
        {
          field: 'subjects.0.referrer',
          reason: 'bad-value',
          detail: { code: 'wrong-type', type: 'string' },
        },
      ],
    ],
    [
      'a date in another form',
      { ...url({}), receivedAt: '2 May' },
      [
        {
          field: 'receivedAt',
          reason: 'bad-value',
          detail: { code: 'not-an-instant' },
        },
      ],
    ],
    [
      'no subjects',
      { receivedAt: null, channel: 'file', subjects: [] },
      [{ field: 'subjects', reason: 'bad-value', detail: { code: 'list-too-short', minimum: 1 } }],
    ],
    [
      'absent subjects',
      { receivedAt: null, channel: 'file' },
      [{ field: 'subjects', reason: 'missing', detail: { code: 'missing' } }],
    ],
  ])('locates and explains %s', (_what, report, expected) => {
    expect(refuse(report)).toEqual(expected);
  });

  it('uses the source’s own field names', () => {
    const parsed = ReportInput.safeParse(file({ md5: 'abc' }));
    expect(parsed.error && refusalsOf(parsed.error, 7, () => 'MD5')).toEqual([
      { row: 7, field: 'MD5', reason: 'bad-hash', detail: { code: 'needs-hex-digits', digits: 32 } },
    ]);
  });
});
