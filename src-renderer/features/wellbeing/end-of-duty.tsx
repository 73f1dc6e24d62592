import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { LeftBehind } from '../referral/index.ts';
import { useVaultStore } from '../vault/index.ts';
import { DaySummary } from './day-summary.tsx';
import css from './wellbeing.module.css';

/** The end of a duty: what was done, what waits, what stopped; then the vault is locked. */
export function EndOfDuty({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const vault = useVaultStore();
  return (
    <Dialog title={t('wellbeing.day.title')} isOpen={isOpen} onClose={onClose}>
      <div className={css.dialog}>
        <DaySummary />
        <LeftBehind />
        <p className={css.text}>{t('wellbeing.day.onlyYou')}</p>
        <div className={css.actions}>
          <Button onPress={onClose}>{t('common.close')}</Button>
          <Button look="primary" icon="lock" onPress={() => void vault.getState().lock()}>
            {t('duty.over.stop')}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
