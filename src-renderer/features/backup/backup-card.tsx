import { useTranslation } from 'react-i18next';
import { savedFileName } from '../../../shared/contract/saved-file.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { failureText } from '../../ui/failure-text.ts';
import { JobLine } from '../../ui/job-card.tsx';
import { Progress } from '../../ui/progress.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { openFileSink } from '../audit/index.ts';
import css from './backup-card.module.css';
import { BackupPlanForm } from './backup-plan.tsx';
import { useBackup, useBackupStore } from './backup-store.ts';

/** Makes a backup of the vault while people work on, and shows what was made. */
export function BackupCard({ device }: { device: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const store = useBackupStore();
  const { making, made, failure } = useBackup((state) => state);
  const make = async () => {
    const day = new Date().toISOString().slice(0, 10);
    const sink = await openFileSink(savedFileName('backup', `${device.slice(0, 8)}-${day}`));
    if (sink !== null) await store.getState().make(sink);
  };
  return (
    <Card
      title={t('backup.title')}
      actions={
        making === null ? (
          <Button size="s" onPress={() => void make()}>
            {t('backup.make')}
          </Button>
        ) : (
          <Button size="s" onPress={() => store.getState().cancel()}>
            {t('common.cancel')}
          </Button>
        )
      }
    >
      <div className={css.stack}>
        <p>{t('backup.about')}</p>
        {making && (
          <div role="status">
            <Progress label={t('backup.title')} value={making.bytes} max={making.totalBytes} />
            <JobLine>
              <span>{format.percent(making.bytes, Math.max(1, making.totalBytes))}</span>
              <span>{t('backup.rate', { bytes: format.bytes(making.bytesPerSecond) })}</span>
              {making.remainingMs !== null && (
                <span>{t('intake.remaining', { duration: format.duration(making.remainingMs) })}</span>
              )}
            </JobLine>
          </div>
        )}
        {failure && <Banner tone="danger">{failureText(t, failure)}</Banner>}
        {made && (
          <Banner tone="good">
            {t('backup.made', { bytes: format.bytes(made.bytes), entries: format.number(made.entries) })}
          </Banner>
        )}
        <BackupPlanForm />
      </div>
    </Card>
  );
}
