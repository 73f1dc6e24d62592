import i18next from 'i18next';
import type { ReactNode } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { initReactI18next } from 'react-i18next';
import { type Language, locales } from '../../../shared/locales/locales.ts';

/** What somebody reads where a part of the page is shown for the first time, without its elements. */
export async function wordsOf(part: ReactNode, language: Language = 'en'): Promise<string> {
  await i18next.use(initReactI18next).init({
    lng: language,
    resources: { [language]: { translation: locales[language] } },
    interpolation: { escapeValue: false },
  });
  return renderToStaticMarkup(part)
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}
