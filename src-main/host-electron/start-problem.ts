import { isLanguage, locales } from '../../shared/locales/locales.ts';

/** Why Hashline cannot start or continue, as far as a person can do something about it. */
export type StartProblem = keyof typeof locales.en.startProblem;

/** @param locale the system's, such as `nl` or `nl-BE`; English where there is no translation */
export function startProblemText(problem: StartProblem, locale: string): string {
  const language = locale.toLowerCase().split(/[-_]/)[0] ?? 'en';
  return locales[isLanguage(language) ? language : 'en'].startProblem[problem];
}
