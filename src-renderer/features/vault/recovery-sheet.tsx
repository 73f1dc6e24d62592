import { useTranslation } from 'react-i18next';
import type { Session } from '../../../shared/contract/vault.contract.ts';
import { useFormat } from '../../ui/use-format.ts';
import { QrCode } from './qr-code.tsx';
import css from './recovery-sheet.module.css';
import { keyGroups } from './recovery-text.ts';

interface RecoverySheetProps {
  identity: string;
  session: Session;
  /** The key is not drawn: whoever goes on reads it from the paper. */
  covered: boolean;
}

/** The sheet of paper that goes into the hotline's safe; the only part of the page that is printed. */
export function RecoverySheet({ identity, session, covered }: RecoverySheetProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const facts: [string, string][] = [
    [t('settings.hotline'), `${session.hotline.name} (${session.hotline.country})`],
    [t('vault.sheet.date'), format.date(new Date().toISOString())],
    [t('settings.device'), session.device],
  ];
  return (
    <article className={css.sheet} aria-label={t('vault.sheet.title')}>
      <header className={css.head}>
        <h2>{t('vault.sheet.title')}</h2>
        <p>{t('vault.sheet.secret')}</p>
      </header>
      <dl className={css.facts}>
        {facts.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {covered ? (
        <p className={css.cover}>{t('vault.sheet.covered')}</p>
      ) : (
        <div className={css.key}>
          <div className={css.code}>
            <QrCode text={identity} label={t('vault.sheet.qr')} />
          </div>
          <p className={css.groups} data-testid="recovery-key">
            {keyGroups(identity).join(' ')}
          </p>
        </div>
      )}
      <ol className={css.steps}>
        <li>{t('vault.sheet.keep')}</li>
        <li>{t('vault.sheet.use')}</li>
        <li>{t('vault.sheet.ledger')}</li>
      </ol>
    </article>
  );
}
