import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { countWaiting, useOutbox, useOutboxStore } from '../features/referral/index.ts';
import { useSession, useVault, useVaultStore } from '../features/vault/index.ts';
import { Banner } from '../ui/banner.tsx';
import { startIdleLock } from './idle-lock.ts';
import css from './page.module.css';

/** Locks the vault when the workstation is idle, warns before that, and covers the page while it locks. */
export function LockWatch() {
  const { t } = useTranslation();
  const vault = useVaultStore();
  const outbox = useOutboxStore();
  const waiting = useOutbox(countWaiting);
  const locking = useVault((state) => state.busy);
  const { policy } = useSession();
  const [seconds, setSeconds] = useState<number | null>(null);
  const minutes = policy.session.idleLockMinutes;
  useEffect(
    () =>
      startIdleLock(minutes, () => countWaiting(outbox.getState()) > 0, {
        lock: () => void vault.getState().lock(),
        warn: setSeconds,
        alive: () => void vault.getState().active(),
      }),
    [minutes, vault, outbox],
  );
  if (locking) {
    return (
      <div className={css.veil} role="status">
        <p>{t('lock.locking')}</p>
      </div>
    );
  }
  if (seconds === null) return null;
  return (
    <div className={css.idle}>
      <Banner tone="warn">
        <b>{t('lock.idle.title')}</b> {t('lock.idle.text', { seconds })}
        {waiting > 0 && ` ${t('lock.idle.waiting', { count: waiting })}`}
      </Banner>
    </div>
  );
}
