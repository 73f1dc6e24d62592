import { useTranslation } from 'react-i18next';
import type { ErasurePlan } from '../../../shared/contract/retention.contract.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { useFormat } from '../../ui/use-format.ts';
import css from './retention-card.module.css';

/** Asks before texts are erased for good, and says where they still are. */
export function EraseDialog(props: { plan: ErasurePlan; onClose: () => void; onErase: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { plan, onClose, onErase } = props;
  return (
    <Dialog
      title={t('retention.ask.title', { n: format.number(plan.cases), count: plan.cases })}
      isOpen
      onClose={onClose}
    >
      <div className={css.stack}>
        <p>{t('retention.ask.text')}</p>
        <Banner tone="warn">
          {plan.lastBackupAt === null
            ? t('retention.ask.noBackup')
            : t('retention.ask.backup', { date: format.dateTime(plan.lastBackupAt) })}
        </Banner>
        {plan.olderCopies.length > 0 && (
          <Banner tone="warn">{t('retention.ask.copies', { names: format.list(plan.olderCopies) })}</Banner>
        )}
        <div className={css.acts}>
          <Button onPress={onClose}>{t('common.cancel')}</Button>
          <Button
            look="danger"
            onPress={() => {
              onErase();
              onClose();
            }}
          >
            {t('retention.ask.confirm')}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
