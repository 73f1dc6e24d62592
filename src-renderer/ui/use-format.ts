import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { type Format, formatFor } from './format.ts';

/** Formats numbers, times and names in the chosen language. */
export function useFormat(): Format {
  const { t, i18n } = useTranslation();
  const language = i18n.language;
  return useMemo(() => {
    const unit = {
      day: t('unit.day'),
      hour: t('unit.hour'),
      minute: t('unit.minute'),
      second: t('unit.second'),
    };
    return formatFor(language, unit);
  }, [t, language]);
}
