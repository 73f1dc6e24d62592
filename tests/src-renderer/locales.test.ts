import { describe, expect, it } from 'vitest';
import { CHANNELS } from '../../shared/domain/channels/all-channels.ts';
import { LANGUAGES, locales } from '../../shared/locales/locales.ts';

/** Every text by its key path. */
function texts(node: unknown, path = ''): [string, string][] {
  if (typeof node === 'string') return [[path, node]];
  return Object.entries(node as object).flatMap(([key, child]) =>
    texts(child, path === '' ? key : `${path}.${key}`),
  );
}

const placeholders = (text: string): string[] =>
  [...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1] ?? '').sort();

const english = new Map(texts(locales.en));

it.each(CHANNELS)('every setting of the channel $kind has a name and a hint', ({ kind, asked }) => {
  expect(Object.keys(locales.en.channel[kind].setting).sort()).toEqual(Object.keys(asked).sort());
});

describe.each(LANGUAGES.filter((language) => language !== 'en'))('the texts in %s', (language) => {
  const translated = new Map(texts(locales[language]));

  it('have the keys of the English ones', () => {
    expect([...translated.keys()].sort()).toEqual([...english.keys()].sort());
  });

  it('have their placeholders', () => {
    for (const [key, text] of translated)
      expect([key, placeholders(text)]).toEqual([key, placeholders(english.get(key) ?? '')]);
  });

  it('are not empty and hold no markup', () => {
    for (const [key, text] of translated) expect([key, /^[^<>]+$/.test(text)]).toEqual([key, true]);
  });
});
