import type { PublicationWords } from './publication.ts';

/**
 * The words of a publication from the texts of one language. Days are UTC, as the figures count them, and months stand by
 * name.
 * @param texts the texts of the page by their keys
 */
export function publicationWords(language: string, texts: object): PublicationWords {
  const region = language === 'en' ? 'en-GB' : language;
  const number = new Intl.NumberFormat(region);
  const day = { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' } as const;
  const date = new Intl.DateTimeFormat(region, day);
  const time = new Intl.DateTimeFormat(region, {
    ...day,
    hour: '2-digit',
    minute: '2-digit',
    hour12: false,
  });
  const countries = new Intl.DisplayNames(region, { type: 'region' });
  return {
    language,
    text: (key, values = {}) =>
      textAt(texts, key).replace(/\{\{(\w+)\}\}/g, (_, name: string) => String(values[name] ?? '')),
    number: (count) => number.format(count),
    date: (from) => date.format(Date.parse(`${from}T00:00:00.000Z`)),
    dateTime: (instant) => `${time.format(Date.parse(instant))} UTC`,
    country: (code) => countries.of(code) ?? code,
  };
}

/** @throws where there is no such text: a document would otherwise be printed with a key in it */
function textAt(texts: object, key: string): string {
  let found: unknown = texts;
  for (const part of key.split('.')) found = (found as Record<string, unknown> | undefined)?.[part];
  if (typeof found !== 'string') throw new Error(`there is no text ${key}`);
  return found;
}
