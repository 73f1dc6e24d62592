import { describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { Conflict } from '../../../shared/contract/conflict.ts';
import { type Language, locales } from '../../../shared/locales/locales.ts';

type Variant = z.ZodObject<z.core.$ZodShape>;

/** Every code of a closed union with the names of the parameters its text may use. */
function codesOf(union: { options: readonly unknown[] }, discriminator: string): Record<string, string[]> {
  return Object.fromEntries(
    (union.options as Variant[]).flatMap(({ shape }) => {
      const { [discriminator]: code, ...parameters } = shape;
      const codes = (code as z.ZodEnum | z.ZodLiteral).def;
      const names = 'entries' in codes ? Object.keys(codes.entries) : codes.values;
      return names.map((name) => [String(name), Object.keys(parameters).sort()] as const);
    }),
  );
}

const usedIn = (text: string): string[] =>
  [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name ?? '').sort();

const languages = Object.keys(locales) as Language[];

describe.each(languages)('in %s', (language) => {
  const { failure } = locales[language];

  test('every reason of a conflict has a text that says all its parameters, and no other text is there', () => {
    const used = Object.entries(failure.conflict).map(([code, text]) => [code, usedIn(text)] as const);
    expect(Object.fromEntries(used)).toEqual(codesOf(Conflict, 'reason'));
  });
});
