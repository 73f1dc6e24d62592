import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { LeftBehind } from '../features/referral/index.ts';
import { useReviewStores, useWork } from '../features/review/index.ts';
import { useVault, useVaultStore } from '../features/vault/index.ts';
import { DaySummary } from '../features/wellbeing/index.ts';
import { Banner } from '../ui/banner.tsx';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { TextField } from '../ui/text-field.tsx';
import { useFormat } from '../ui/use-format.ts';
import { DutyElsewhere } from './duty-elsewhere.tsx';
import css from './page.module.css';

const SHORTEST_REASON = 3;
/** The share of the day's limit from which the person is warned. */
const NEAR_LIMIT = 0.8;

/**
 * Warns a person whom the day's limit binds when little duty time is left, and when it is over asks them to stop or to give a reason for going
 * on.
 */
export function DutyNotice() {
  const { t } = useTranslation();
  const format = useFormat();
  const vault = useVaultStore();
  const { work } = useReviewStores();
  const duty = useVault((state) => state.duty);
  const refused = useWork((state) => state.failure?.code === 'DUTY_TIME_OVER');
  const [reason, setReason] = useState('');
  const [seen, setSeen] = useState(false);
  if (duty === null || !duty.isBinding) return null;
  // A rest that was begun comes first; what follows it is asked afterwards.
  if (duty.rest?.endsAt != null) return null;
  const leftMs = duty.limitMs + duty.extendedMs - duty.workedMs;
  const over = refused || leftMs <= 0;
  if (!over && duty.workedMs >= NEAR_LIMIT * (duty.limitMs + duty.extendedMs) && !seen) {
    return (
      <div className={css.near}>
        <Banner
          tone="warn"
          actions={
            <Button
              size="s"
              look="quiet"
              icon="close"
              aria-label={t('common.dismiss')}
              onPress={() => setSeen(true)}
            />
          }
        >
          <b>{t('duty.near.title', { left: format.duration(leftMs) })}</b> {t('duty.near.text')}
          <LeftBehind />
        </Banner>
      </div>
    );
  }
  const goOn = async () => {
    const extended = await vault.getState().extendDuty(reason.trim());
    if (extended && refused) await work.getState().claim();
    setReason('');
  };
  const stop = () => void vault.getState().lock();
  return (
    <Dialog title={t('duty.over.title')} isOpen={over} onClose={stop}>
      <div className={css.form}>
        <p>
          {t('duty.over.text', { worked: format.clock(duty.workedMs) })}
          <DutyElsewhere elsewhere={duty.elsewhere} />
        </p>
        <DaySummary />
        <LeftBehind />
        {duty.rest !== null && <p>{t('wellbeing.rest.after', { count: duty.rest.minutes })}</p>}
        <TextField label={t('duty.over.reason')} rows={2} value={reason} onChange={setReason} />
        <div className={css.actions}>
          <Button isDisabled={reason.trim().length < SHORTEST_REASON} onPress={() => void goOn()}>
            {t('duty.over.extend')}
          </Button>
          {duty.rest !== null && (
            <Button onPress={() => void vault.getState().rest()}>{t('wellbeing.rest.begin')}</Button>
          )}
          <Button look="primary" onPress={stop}>
            {t('duty.over.stop')}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
