import i18next, { type TFunction } from 'i18next';
import { describe, expect, it } from 'vitest';
import { locales } from '../../../shared/locales/locales.ts';
import { examinedText, findingText } from '../../../src-renderer/features/vault/doctor-text.ts';

const spoken = (language: 'en' | 'de'): Promise<TFunction> =>
  i18next.createInstance().init({
    lng: language,
    resources: { [language]: { translation: locales[language] } },
    interpolation: { escapeValue: false },
  });

describe('the doctor in the words of the page', () => {
  it('names what was looked at and what was found, in the language of the page', async () => {
    const [english, german] = [await spoken('en'), await spoken('de')];
    expect([
      examinedText(english, { name: 'passphrase', of: 'Ada' }),
      examinedText(german, { name: 'database-setting', of: 'synchronous' }),
      findingText(english, { found: 'entropy', bits: '7.99' }),
      findingText(german, { found: 'mode', mode: '644' }),
    ]).toEqual([
      'Ada’s passphrase is protected against guessing',
      'Sichere Einstellung: synchronous',
      'entropy: 7.99 bits per byte',
      'Modus 644',
    ]);
  });
});
