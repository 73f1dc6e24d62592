import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession, useVault, useVaultStore } from '../features/vault/index.ts';
import { Banner } from '../ui/banner.tsx';
import { startIdleLock } from './idle-lock.ts';
import css from './page.module.css';

/** Locks the vault when the workstation is idle, warns before that, and covers the page while it locks. */
export function LockWatch() {
  const { t } = useTranslation();
  const vault = useVaultStore();
  const locking = useVault((state) => state.busy);
  const { policy } = useSession();
  const [seconds, setSeconds] = useState<number | null>(null);
  const minutes = policy.session.idleLockMinutes;
  useEffect(
    () =>
      startIdleLock(minutes, {
        lock: () => void vault.getState().lock(),
        warn: setSeconds,
        alive: () => void vault.getState().active(),
      }),
    [minutes, vault],
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
      </Banner>
    </div>
  );
}
