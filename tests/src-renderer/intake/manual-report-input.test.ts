import { describe, expect, it } from 'vitest';
import { readReport, type TypedReport } from '../../../src-renderer/features/intake/manual-report-input.ts';

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
  ...change,
});

describe('a report typed in', () => {
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

  it('never guesses the algorithm of a hash', () => {
    expect(readReport(typed({ hashes: 'ab'.repeat(32) }))).toEqual({ problem: 'bad-hash' });
    expect(readReport(typed({ hashes: 'md5:123' }))).toEqual({ problem: 'bad-hash' });
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
    expect(readReport(typed({ urls: 'not an address' }))).toMatchObject({
      refusals: [{ reason: 'bad-url' }],
    });
  });
});
