import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isLanguage, LANGUAGES, type Language, locales } from '../../../shared/locales/locales.ts';
import { SelectField } from '../../ui/select-field.tsx';
import css from './gate.module.css';

/** The screen before the vault is open: the product's name and one form. */
export function Gate({ children, wide, medium }: { children: ReactNode; wide?: boolean; medium?: boolean }) {
  const { t, i18n } = useTranslation();
  return (
    <main className={css.gate}>
      <div className={wide ? css.wide : medium ? css.medium : css.narrow}>
        <header className={css.brand}>
          <Mark />
          <div>
            <p className={css.name}>Hashline</p>
            <p className={css.tagline}>{t('app.tagline')}</p>
          </div>
          <div className={css.language}>
            <SelectField<Language>
              small
              hiddenLabel
              label={t('settings.language')}
              choices={LANGUAGES.map((id) => ({ id, label: locales[id].language }))}
              value={isLanguage(i18n.language) ? i18n.language : 'en'}
              onChange={(language) => void i18n.changeLanguage(language)}
            />
          </div>
        </header>
        {children}
      </div>
    </main>
  );
}

/** The logo of Hashline: a hash sign whose lower stroke is a ruled line. */
export function Mark() {
  return (
    <svg aria-hidden="true" width="40" height="40" viewBox="0 0 40 40">
      <rect width="40" height="40" rx="9" fill="var(--accent-fill)" />
      <path
        d="M15.500 10 13 30M26.500 10 24 30M10.500 16.500h20M9.500 24h21"
        fill="none"
        stroke="#fff"
        strokeWidth="2.600"
        strokeLinecap="round"
      />
    </svg>
  );
}
