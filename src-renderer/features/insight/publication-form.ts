import { savedFileName } from '../../../shared/contract/saved-file.ts';
import { type FiguresPeriod, periodBefore } from '../../../shared/domain/figures/period.ts';
import { LEAST_LIMIT } from '../../../shared/domain/publications/hidden-cells.ts';
import type { PublicationKind } from '../../../shared/domain/publications/publication.ts';
import { PublicationTexts } from '../../../shared/domain/publications/publication-texts.ts';

/** The newest period that is over, of the length in which a report of this kind is made. */
export function usualPeriod(kind: PublicationKind, now: Date): string {
  const year = now.getUTCFullYear();
  const month = now.getUTCMonth();
  if (kind === 'national' || kind === 'dsa') return String(year - 1);
  if (kind === 'board') return new Date(Date.UTC(year, month - 1, 1)).toISOString().slice(0, 7);
  const begun = month - (month % 3);
  const day = (ofMonth: number, ofDay: number) =>
    new Date(Date.UTC(year, ofMonth, ofDay)).toISOString().slice(0, 10);
  const { from, through } = periodBefore({ from: day(begun, 1), through: day(begun + 3, 0) });
  return `${from}..${through}`;
}

/** Whether the limit hides what it should: a whole number that is large enough, or none. */
export const isLimit = (limit: number | null): boolean =>
  limit === null || (Number.isInteger(limit) && limit >= LEAST_LIMIT);

/** Reads a file of texts; otherwise the place in it that does not fit. */
export function readTexts(file: string): PublicationTexts | { wrong: string } {
  let value: unknown;
  try {
    value = JSON.parse(file);
  } catch {
    return { wrong: 'JSON' };
  }
  const read = PublicationTexts.safeParse(value);
  return read.success ? read.data : { wrong: read.error.issues[0]?.path.join('.') || 'format' };
}

export const reportName = (kind: PublicationKind, { from, through }: FiguresPeriod, language: string) =>
  savedFileName('report', `${kind}-${from}-${through}-${language}`);

export const csvName = (kind: PublicationKind, { from, through }: FiguresPeriod, language: string) =>
  savedFileName('figures', `${kind}-${from}-${through}-${language}`);
