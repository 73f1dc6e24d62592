import i18next, { type TFunction } from 'i18next';
import { describe, expect, it } from 'vitest';
import { type Language, locales } from '../../../shared/locales/locales.ts';
import { detailText } from '../../../src-renderer/features/intake/detail-text.ts';
import { formatFor } from '../../../src-renderer/ui/format.ts';

const spoken = (language: Language): Promise<TFunction> =>
  i18next.createInstance().init({
    lng: language,
    resources: { [language]: { translation: locales[language] } },
    interpolation: { escapeValue: false },
  });

describe('the detail of a refusal in the words of the page', () => {
  it('has its numbers as the language writes them, and its lists as one text', async () => {
    const [english, german] = [await spoken('en'), await spoken('de')];
    expect([
      detailText(english, formatFor('en', locales.en.unit), { code: 'too-many-rows', maximum: 2_000_000 }),
      detailText(german, formatFor('de', locales.de.unit), { code: 'too-many-rows', maximum: 2_000_000 }),
      detailText(english, formatFor('en', locales.en.unit), { code: 'not-among', allowed: ['A1', 'A2'] }),
      detailText(german, formatFor('de', locales.de.unit), {
        code: 'address-read-as',
        spelling: 'https://desk.example/',
      }),
    ]).toEqual([
      'The file has more than 2,000,000 rows; split it.',
      'Die Datei hat mehr als 2.000.000 Zeilen; teilen Sie sie auf.',
      'The value is none of those allowed: A1, A2.',
      'Die Adresse würde als https://desk.example/ gelesen: Wenn das gemeint ist, schreiben Sie sie so.',
    ]);
  });
});
