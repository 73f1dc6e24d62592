import de from './de.json' with { type: 'json' };
import en from './en.json' with { type: 'json' };
import fr from './fr.json' with { type: 'json' };
import nl from './nl.json' with { type: 'json' };

/**
 * Every text in the languages of the hotlines it was made for: those of the page, the letters of units, and what
 * Electron says before there is a page. English sets the keys.
 */
export const locales = { en, nl, fr, de } as const satisfies Record<string, typeof en>;

export type Language = keyof typeof locales;

export const LANGUAGES = Object.keys(locales) as Language[];

export const isLanguage = (text: string): text is Language => Object.hasOwn(locales, text);
