import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useWellbeing } from './wellbeing-store.ts';

/** Shows the page in the colours and words that the person prefers, until they lock. */
export function ApplyPreferences() {
  const { i18n } = useTranslation();
  const { colours, wording } = useWellbeing((state) => state.preferences);
  useEffect(() => {
    const root = document.documentElement;
    root.dataset.colours = colours;
    return () => {
      delete root.dataset.colours;
    };
  }, [colours]);
  useEffect(() => {
    speakReduced(i18n, wording === 'reduced');
    return () => speakReduced(i18n, false);
  }, [i18n, wording]);
  return null;
}

interface Speaker {
  options: { defaultNS?: unknown };
  language: string;
  setDefaultNamespace: (name: string) => void;
  emit: (event: 'languageChanged', language: string) => void;
}

/** Texts that have a reduced form are in the namespace `reduced`; all others are found where they always are. */
function speakReduced(speaker: unknown, isReduced: boolean): void {
  const i18n = speaker as Speaker;
  const wanted = isReduced ? 'reduced' : 'translation';
  if (i18n.options.defaultNS === wanted) return;
  i18n.setDefaultNamespace(wanted);
  // Every text that is shown is read again.
  i18n.emit('languageChanged', i18n.language);
}
