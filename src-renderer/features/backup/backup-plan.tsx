import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { BackupPlan, BackupStatus } from '../../../shared/contract/backup.contract.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { NumberField } from '../../ui/number-field.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useFormat } from '../../ui/use-format.ts';
import css from './backup-card.module.css';
import { useBackup, useBackupStore } from './backup-store.ts';

const FIRST: BackupPlan = { folder: '', everyHours: 24, keep: 14, recipients: [] };
const LONGEST_HOURS = 24 * 60;
const MOST_KEPT = 999;

const isWithin = (value: number, most: number): boolean =>
  Number.isInteger(value) && value >= 1 && value <= most;

/** What the workstation does by itself, and the fields to change it. */
export function BackupPlanForm() {
  const { t } = useTranslation();
  const store = useBackupStore();
  const status = useBackup((state) => state.status);
  const [changed, setChanged] = useState<BackupPlan | null>(null);
  if (status === null) return null;
  const plan = changed ?? status.plan ?? FIRST;
  const isWhole =
    plan.folder.trim() !== '' && isWithin(plan.everyHours, LONGEST_HOURS) && isWithin(plan.keep, MOST_KEPT);
  const change = (part: Partial<BackupPlan>) => setChanged({ ...plan, ...part });
  const set = async (next: BackupPlan | null) => {
    if (await store.getState().plan(next)) setChanged(null);
  };
  return (
    <section className={css.stack} aria-label={t('backup.plan.title')}>
      <h3>{t('backup.plan.title')}</h3>
      <p>{t('backup.plan.about')}</p>
      <BackupStatusLines status={status} />
      <TextField
        label={t('backup.plan.folder')}
        hint={t('backup.plan.folderHint')}
        value={plan.folder}
        onChange={(folder) => change({ folder })}
        mono
      />
      <div className={css.line}>
        <NumberField
          label={t('backup.plan.every')}
          unit={t('backup.plan.hours')}
          value={plan.everyHours}
          onChange={(everyHours) => change({ everyHours: everyHours ?? Number.NaN })}
        />
        <NumberField
          label={t('backup.plan.keep')}
          value={plan.keep}
          onChange={(keep) => change({ keep: keep ?? Number.NaN })}
        />
        <Button isDisabled={!isWhole} onPress={() => void set({ ...plan, folder: plan.folder.trim() })}>
          {t('backup.plan.save')}
        </Button>
        {status.plan !== null && (
          <Button look="quiet" onPress={() => void set(null)}>
            {t('backup.plan.stop')}
          </Button>
        )}
      </div>
    </section>
  );
}

function BackupStatusLines({ status: { plan, last, failure, isMaking } }: { status: BackupStatus }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (plan === null) return <p>{t('backup.plan.none')}</p>;
  return (
    <div role="status">
      <p>
        {t('backup.plan.set', {
          hours: format.number(plan.everyHours),
          folder: plan.folder,
          keep: format.number(plan.keep),
        })}
      </p>
      <p>
        {last === null
          ? t('backup.plan.never')
          : t('backup.plan.last', { at: format.dateTime(last.at), bytes: format.bytes(last.bytes) })}
      </p>
      {isMaking && <p>{t('backup.plan.making')}</p>}
      {failure && (
        <Banner tone="danger">
          {t('backup.plan.failed', {
            at: format.dateTime(failure.at),
            problem: failure.problem,
            retryAt: format.dateTime(failure.retryAt),
          })}
        </Banner>
      )}
    </div>
  );
}
