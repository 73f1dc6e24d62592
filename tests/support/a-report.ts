import type { Hashes } from '../../shared/domain/hashes.ts';
import { ReportInput } from '../../shared/domain/report.ts';

/** Builds a report; what a test does not state has a plain default. */
export interface ReportBuilder {
  of(url: string, members?: Record<string, unknown>): ReportBuilder;
  ofFile(hashes: Hashes, members?: Record<string, unknown>): ReportBuilder;
  hostedIn(country: string): ReportBuilder;
  receivedAt(at: string | number | null): ReportBuilder;
  by(channel: ReportInput['channel']): ReportBuilder;
  saying(narrative: string): ReportBuilder;
  build(): ReportInput;
}

type Draft = Record<string, unknown> & { subjects: Record<string, unknown>[] };

const builder = (draft: Draft, country: string | null): ReportBuilder => ({
  of: (url, members = {}) =>
    builder({ ...draft, subjects: [...draft.subjects, { kind: 'url', url, ...members }] }, country),
  ofFile: (hashes, members = {}) =>
    builder({ ...draft, subjects: [...draft.subjects, { kind: 'file', hashes, ...members }] }, country),
  hostedIn: (next) => builder(draft, next),
  receivedAt: (at) =>
    builder({ ...draft, receivedAt: typeof at === 'number' ? new Date(at).toISOString() : at }, country),
  by: (channel) => builder({ ...draft, channel }, country),
  saying: (narrative) => builder({ ...draft, narrative }, country),
  build: () =>
    ReportInput.parse({
      ...draft,
      subjects: draft.subjects.map((subject) =>
        country === null ? subject : { ...subject, hosting: { country } },
      ),
    }),
});

/** `aReport().of('https://site.example/a').hostedIn('NL').build()` */
export const aReport = (): ReportBuilder =>
  builder({ receivedAt: null, channel: 'phone', subjects: [] }, null);

/** A synthetic hash value that is the same for the same number. */
export const aHash = (digits: number, number: number): string =>
  number
    .toString(16)
    .padStart(8, '0')
    .repeat(Math.ceil(digits / 8))
    .slice(0, digits);
