import { describe, expect, it } from 'vitest';
import { readReport, type TypedReport } from '../../../src-renderer/features/intake/manual-report-input.ts';

const typed = (change: Partial<TypedReport>): TypedReport => ({
  channel: 'phone',
  receivedAt: '2026-11-21 10:00',
  reference: '',
  urls: '',
  hashes: '',
  country: null,
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

  it('needs a subject, and takes an unreadable date for none', () => {
    expect(readReport(typed({}))).toEqual({ problem: 'nothing' });
    expect(readReport(typed({ urls: 'a.example', receivedAt: 'yesterday' }))).toMatchObject({
      report: { receivedAt: null },
    });
  });

  it('locates what the domain refuses', () => {
    expect(readReport(typed({ urls: 'not an address' }))).toMatchObject({
      refusals: [{ reason: 'bad-url' }],
    });
  });
});
