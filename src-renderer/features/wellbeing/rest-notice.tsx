import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { useNow } from '../../ui/use-now.ts';
import { useVault, useVaultStore } from '../vault/index.ts';
import { DaySummary } from './day-summary.tsx';
import css from './wellbeing.module.css';

/** How long before a rest the person is told to finish the open case. */
const NEAR_MS = 5 * 60_000;
const SHORTEST_REASON = 3;

/**
 * Tells that a rest is near, asks for it when it is due, and covers the cases while it is taken.
 * @param className of the line that tells it is near
 * @param isRefused whether the engine refused work because of it
 */
export function RestNotice({ className, isRefused }: { className: string; isRefused: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const duty = useVault((state) => state.duty);
  const rest = duty?.rest ?? null;
  const vault = useVaultStore();
  // The engine refuses before the page has heard that it is due.
  useEffect(() => {
    if (isRefused) void vault.getState().active();
  }, [isRefused, vault]);
  if (duty === null || rest === null) return null;
  if (rest.endsAt !== null) return <Resting endsAt={rest.endsAt} />;
  // Where the day is over too, that is asked, and the rest with it.
  if (duty.isBinding && duty.workedMs >= duty.limitMs + duty.extendedMs) return null;
  if (rest.dueInMs === 0) return <RestDue minutes={rest.minutes} />;
  if (rest.dueInMs > NEAR_MS) return null;
  return (
    <div className={className}>
      <Banner tone="accent">
        <b>{t('wellbeing.rest.near', { left: format.duration(rest.dueInMs) })}</b> {t('duty.near.text')}
      </Banner>
    </div>
  );
}

function RestDue({ minutes }: { minutes: number }) {
  const { t } = useTranslation();
  const vault = useVaultStore();
  const [reason, setReason] = useState('');
  const lock = () => void vault.getState().lock();
  return (
    <Dialog title={t('wellbeing.rest.title', { count: minutes })} isOpen onClose={lock}>
      <div className={css.dialog}>
        <p>{t('wellbeing.rest.text')}</p>
        <DaySummary />
        <TextField label={t('wellbeing.rest.reason')} rows={2} value={reason} onChange={setReason} />
        <div className={css.actions}>
          <Button
            isDisabled={reason.trim().length < SHORTEST_REASON}
            onPress={() => void vault.getState().extendDuty(reason.trim())}
          >
            {t('duty.over.extend')}
          </Button>
          <Button onPress={lock}>{t('status.lock')}</Button>
          <Button look="primary" autoFocus onPress={() => void vault.getState().rest()}>
            {t('wellbeing.rest.begin')}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}

function Resting({ endsAt }: { endsAt: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const vault = useVaultStore();
  const nowMs = useNow(1000);
  const leftMs = Math.max(0, Date.parse(endsAt) - nowMs);
  const isOver = leftMs === 0;
  useEffect(() => {
    if (isOver) void vault.getState().active();
  }, [isOver, vault]);
  const lock = () => void vault.getState().lock();
  return (
    <Dialog covers title={t('wellbeing.rest.resting')} isOpen onClose={lock}>
      <div className={css.dialog}>
        <p>{t('wellbeing.rest.restingText', { at: format.sinceWhen(endsAt, nowMs) })}</p>
        <p className={css.clock}>{format.duration(leftMs)}</p>
        <div className={css.actions}>
          <Button look="primary" autoFocus onPress={lock}>
            {t('status.lock')}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
