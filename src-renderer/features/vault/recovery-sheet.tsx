import { useTranslation } from 'react-i18next';
import type { Session } from '../../../shared/contract/vault.contract.ts';
import { PaperSheet } from '../../ui/paper-sheet.tsx';
import { useFormat } from '../../ui/use-format.ts';
import css from './recovery-sheet.module.css';
import { keyGroups } from './recovery-text.ts';

interface RecoverySheetProps {
  identity: string;
  session: Session;
  /** The key is not shown: the person has to read it from the copy. */
  covered: boolean;
}

/** The sheet of paper for the hotline's safe; the only part of the page that is printed. */
export function RecoverySheet({ identity, session, covered }: RecoverySheetProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const facts: [string, string][] = [
    [t('settings.hotline'), `${session.hotline.name} (${session.hotline.country})`],
    [t('vault.sheet.date'), format.date(new Date().toISOString())],
    [t('settings.device'), session.device],
  ];
  return (
    <PaperSheet
      title={t('vault.sheet.title')}
      text={t('vault.sheet.secret')}
      facts={facts}
      code={covered ? null : { text: identity, label: t('vault.sheet.qr') }}
      steps={[t('vault.sheet.keep'), t('vault.sheet.use'), t('vault.sheet.ledger')]}
    >
      {covered ? (
        t('vault.sheet.covered')
      ) : (
        <p className={css.groups} data-testid="recovery-key">
          {keyGroups(identity).join(' ')}
        </p>
      )}
    </PaperSheet>
  );
}
