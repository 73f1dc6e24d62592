import type { PolicyWords } from '../../../shared/domain/policy.ts';
import { TextField } from '../../ui/text-field.tsx';
import { useDraft } from './draft-context.ts';
import css from './policy.module.css';
import { POLICY_LANGUAGES, useLanguageName } from './policy-languages.ts';

/** The same text in every language of the page; an empty one is left out and replaced by English. */
export function WordsFields(props: {
  label: string;
  path: string;
  words: PolicyWords;
  rows?: number;
  onChange: (words: PolicyWords) => void;
}) {
  const { label, path, words, rows, onChange } = props;
  const { errorAt } = useDraft();
  const languageName = useLanguageName();
  const write = (language: string, text: string) => {
    const { [language]: _, ...others } = words;
    // The languages are written in one order, so that typing a text and deleting it changes nothing.
    const all: Record<string, string> = { ...others, [language]: text };
    const order = [...POLICY_LANGUAGES, ...Object.keys(words)];
    const kept = [...new Set([...order, language])].filter(
      (name) => name === 'en' || (all[name] !== undefined && all[name] !== ''),
    );
    onChange(Object.fromEntries(kept.map((name) => [name, all[name] ?? ''])) as PolicyWords);
  };
  return (
    <div className={css.words}>
      {POLICY_LANGUAGES.map((language) => (
        <TextField
          key={language}
          label={`${label} · ${languageName(language)}`}
          value={words[language] ?? ''}
          onChange={(text) => write(language, text)}
          error={errorAt(`${path}.${language}`)}
          {...(rows === undefined ? {} : { rows })}
        />
      ))}
    </div>
  );
}
