import i18next, { type i18n } from 'i18next';
import { initReactI18next } from 'react-i18next';
import type { EngineClient } from '../../shared/contract/contract.ts';
import { isLanguage, locales } from '../../shared/locales/locales.ts';
import type { VaultStore } from '../features/vault/index.ts';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation';
    resources: { translation: typeof locales.en; reduced: typeof locales.en.reduced };
  }
}

/** Loads the texts of the page in the system's language, or in English where there is none. */
export function startLanguage(): i18n {
  const language = navigator.languages.map((tag) => tag.slice(0, 2)).find(isLanguage) ?? 'en';
  void i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: 'en',
    fallbackNS: 'translation',
    resources: Object.fromEntries(
      Object.entries(locales).map(([name, translation]) => [
        name,
        // Where a text has a reduced form, it is found first while the person prefers that.
        { translation, reduced: translation.reduced },
      ]),
    ),
    interpolation: { escapeValue: false },
    initAsync: false,
  });
  document.documentElement.lang = language;
  i18next.on('languageChanged', (changed) => {
    document.documentElement.lang = changed;
  });
  return i18next;
}

/**
 * Uses the language that was last chosen at this workstation and has the host keep a new choice: anything the page
 * keeps itself ends with its window. A language that cannot be kept is used all the same.
 */
export function keepLanguage(vault: VaultStore, client: Pick<EngineClient, 'vault'>): void {
  vault.subscribe(({ hello }, before) => {
    const kept = hello?.seat.language ?? '';
    if (hello !== before.hello && isLanguage(kept) && kept !== i18next.language)
      void i18next.changeLanguage(kept);
  });
  i18next.on('languageChanged', (changed) => {
    const hello = vault.getState().hello;
    if (hello === null || changed === hello.seat.language) return;
    vault.setState({ hello: { ...hello, seat: { ...hello.seat, language: changed } } });
    client.vault.speak({ language: changed }).catch(() => {});
  });
}
