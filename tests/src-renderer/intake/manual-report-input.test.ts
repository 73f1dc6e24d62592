import { describe, expect, it } from 'vitest';
import {
  asTyped,
  readReport,
  type TypedReport,
} from '../../../src-renderer/features/intake/manual-report-input.ts';

const NOW_MS = new Date(2026, 10, 28, 12).getTime();
const typed = (change: Partial<TypedReport>): TypedReport => ({
  channel: 'phone',
  receivedAt: '2026-11-21T10:00',
  reference: '',
  urls: '',
  hashes: '',
  country: null,
  untakenCountry: null,
  narrative: '',
  intensity: null,
  ...change,
});

describe('a report typed in', () => {
  it('says how heavy its narrative is to read where the person said so, and nothing where there is none', () => {
    const said = { urls: 'a.example', intensity: 'heavy' as const };
    expect(readReport(typed({ ...said, narrative: 'Told by phone.' }))).toMatchObject({
      report: { narrative: 'Told by phone.', intensity: 'heavy' },
    });
    expect(readReport(typed(said))).not.toHaveProperty('report.intensity');
    expect(readReport(typed({ urls: 'a.example', narrative: 'Told.' }))).not.toHaveProperty(
      'report.intensity',
    );
  });

  it('becomes one report with a subject for every line', () => {
    const read = readReport(
      typed({
        urls: ' https://a.example/x \n\nb.example',
        hashes: `SHA-256: ${'ab'.repeat(32)}`,
        country: 'BE',
      }),
    );
    expect(read).toMatchObject({
      report: {
        channel: 'phone',
        subjects: [
          { kind: 'url', url: 'https://a.example/x', hosting: { country: 'BE' } },
          { kind: 'url', url: 'b.example' },
          { kind: 'file', hashes: { sha256: 'ab'.repeat(32) } },
        ],
      },
    });
  });

  it('takes a hash without a name where its length belongs to one kind alone', () => {
    const read = readReport(typed({ hashes: `${'ab'.repeat(16)}\n${'CD'.repeat(20)}` }));
    expect('report' in read && read.report.subjects).toEqual([
      { kind: 'file', hashes: { md5: 'ab'.repeat(16) } },
      { kind: 'file', hashes: { sha1: 'cd'.repeat(20) } },
    ]);
  });

  it('never guesses the algorithm of a hash that may be of two kinds', () => {
    expect(readReport(typed({ hashes: 'ab'.repeat(32) }))).toEqual({ problem: 'bad-hash', line: 1 });
    expect(readReport(typed({ hashes: '\nmd5:123' }))).toEqual({ problem: 'bad-hash', line: 2 });
  });

  it('needs a subject', () => {
    expect(readReport(typed({}))).toEqual({ problem: 'nothing' });
  });

  it('reads a moment on the clock of the workstation, and nothing where nothing is said', () => {
    const receivedAt = (text: string) => {
      const read = readReport(typed({ urls: 'a.example', receivedAt: text }), NOW_MS);
      return 'report' in read ? read.report.receivedAt : read;
    };
    expect(['2026-11-03T10:00', '2026-11-03 10:00', '', ' '].map(receivedAt)).toEqual([
      new Date(2026, 10, 3, 10).toISOString(),
      new Date(2026, 10, 3, 10).toISOString(),
      null,
      null,
    ]);
  });

  it.each([
    '03/11/2026 10:00',
    '03.11.2026 10:00',
    '3-11-2026',
    '20/11/2026 10:00',
    '11/03/2026',
    '2026-11-31 10:00',
    '2026-02-29T10:00',
    '2026-11-03T24:00',
    '0026-11-03T10:00',
    '1',
    'call me in May 5',
    'yesterday',
    'unfinished',
  ])('takes %j for no date, and never for another day', (receivedAt) => {
    expect(readReport(typed({ urls: 'a.example', receivedAt }), NOW_MS)).toEqual({ problem: 'bad-date' });
  });

  it('was not received later than now', () => {
    const read = readReport(typed({ urls: 'a.example', receivedAt: '2026-11-29T10:00' }), NOW_MS);
    expect(read).toEqual({ problem: 'later-date' });
  });

  it('has a country of the list or none', () => {
    expect(readReport(typed({ urls: 'a.example', country: 'BE', untakenCountry: 'fra' }))).toEqual({
      problem: 'bad-country',
    });
  });

  it('locates what the domain refuses', () => {
    const read = readReport(typed({ urls: 'a.example\n\nnot an address', reference: 'r'.repeat(201) }));
    const located = 'refusals' in read ? read.refusals.map(({ detail, ...place }) => place) : read;
    expect(located).toEqual([
      { row: null, field: 'reference', reason: 'too-long' },
      { row: 3, field: 'urls', reason: 'bad-url' },
    ]);
  });

  it('locates what the engine refuses, also behind the addresses', () => {
    const refusal = { row: null, reason: 'known-bad', detail: { code: 'stands-for-no-hash' } } as const;
    const fields = ['subjects.1.hashes.md5', 'narrative', 'subjects', null];
    const refusals = fields.map((field) => ({ ...refusal, field }));
    expect(asTyped(refusals, typed({ urls: 'a.example', hashes: '\nmd5:123' }))).toEqual([
      { ...refusal, row: 2, field: 'hashes' },
      { ...refusal, field: 'narrative' },
      { ...refusal, field: null },
      { ...refusal, field: null },
    ]);
  });
});
