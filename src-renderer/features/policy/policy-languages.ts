import { useTranslation } from 'react-i18next';
import { LANGUAGES } from '../../../shared/locales/locales.ts';

/** The languages a policy is written in here; a file's other languages are kept. */
export const POLICY_LANGUAGES: readonly string[] = LANGUAGES;

/** The name of a language in the language of the page. */
export function useLanguageName(): (language: string) => string {
  const { i18n } = useTranslation();
  const names = new Intl.DisplayNames(i18n.language, { type: 'language' });
  return (language) => {
    try {
      return names.of(language) ?? language;
    } catch {
      // A policy may use a language code that the browser does not know.
      return language;
    }
  };
}
