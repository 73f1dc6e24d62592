import i18next, { type i18n } from 'i18next';
import { initReactI18next } from 'react-i18next';
import { isLanguage, type Language, locales } from '../../shared/locales/locales.ts';

const PREFERENCE = 'hashline-language';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation';
    resources: { translation: typeof locales.en };
  }
}

/** Starts the texts of the page in the language last chosen here, else the system's, else English. */
export function startLanguage(): i18n {
  const language = chosenLanguage();
  void i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: 'en',
    resources: Object.fromEntries(
      Object.entries(locales).map(([name, translation]) => [name, { translation }]),
    ),
    interpolation: { escapeValue: false },
    initAsync: false,
  });
  document.documentElement.lang = language;
  i18next.on('languageChanged', (changed) => {
    document.documentElement.lang = changed;
    localStorage.setItem(PREFERENCE, changed);
  });
  return i18next;
}

/** A preference about the page, no case data: it may live in localStorage. */
function chosenLanguage(): Language {
  const wanted = [localStorage.getItem(PREFERENCE), ...navigator.languages].map(
    (tag) => tag?.slice(0, 2) ?? '',
  );
  return wanted.find(isLanguage) ?? 'en';
}
