import de from './de.json' with { type: 'json' };
import en from './en.json' with { type: 'json' };
import fr from './fr.json' with { type: 'json' };
import nl from './nl.json' with { type: 'json' };

/** Every text of the page in the languages of the hotlines it was made for. English sets the keys. */
export const locales = { en, nl, fr, de } as const satisfies Record<string, typeof en>;

export type Language = keyof typeof locales;

/** Languages by their own names. */
export const LANGUAGES: Readonly<Record<Language, string>> = {
  en: 'English',
  nl: 'Nederlands',
  fr: 'Français',
  de: 'Deutsch',
};

export const isLanguage = (text: string): text is Language => Object.hasOwn(locales, text);
