import { useTranslation } from 'react-i18next';

/** A text by its language. */
type Words = Readonly<Record<string, string>>;

/** Reads words that a hotline wrote in the language of the page, and in English where it wrote no others. */
export function useInLanguage(): (words: Words | undefined) => string {
  const { i18n } = useTranslation();
  return (words) => words?.[i18n.language] ?? words?.en ?? '';
}
