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
          detail: 'The value must be one of web-form, phone, email, post, police, partner, iccam, file.',
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
          detail: 'The value needs 32 hexadecimal digits.',
        },
      ],
    ],
    [
      'no hash',
      file({}),
      [{ field: 'subjects.0.hashes', reason: 'missing', detail: 'The value needs at least one hash.' }],
    ],
    [
      'an address that is none',
      url({ url: 'nothing' }),
      [
        {
          field: 'subjects.0.url',
          reason: 'bad-url',
          detail:
            'The value is not an address: it needs a host name such as site.example, or a link of a kind Hashline knows (magnet, ed2k, ipfs, tg and others).',
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
          detail: 'The value contains control characters.',
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
          detail: 'There is a field here that the format does not know.',
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
          detail: 'There is a field here that the format does not know.',
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
          detail: 'The value is longer than 64 characters.',
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
          detail: 'The value has the wrong type; it must be of type string.',
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
          detail: 'The value must be a date and time in UTC such as 2026-11-21T18:00:00.000Z.',
        },
      ],
    ],
    [
      'no subjects',
      { receivedAt: null, channel: 'file', subjects: [] },
      [{ field: 'subjects', reason: 'bad-value', detail: 'The list needs at least 1 entries.' }],
    ],
    [
      'absent subjects',
      { receivedAt: null, channel: 'file' },
      [{ field: 'subjects', reason: 'missing', detail: 'The field is missing.' }],
    ],
  ])('locates and explains %s', (_what, report, expected) => {
    expect(refuse(report)).toEqual(expected);
  });

  it('uses the source’s own field names', () => {
    const parsed = ReportInput.safeParse(file({ md5: 'abc' }));
    expect(parsed.error && refusalsOf(parsed.error, 7, () => 'MD5')).toEqual([
      { row: 7, field: 'MD5', reason: 'bad-hash', detail: 'The value needs 32 hexadecimal digits.' },
    ]);
  });
});
