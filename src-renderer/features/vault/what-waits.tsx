import { useTranslation } from 'react-i18next';
import { Banner } from '../../ui/banner.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { useNow } from '../../ui/use-now.ts';
import { useVault } from './vault-context.tsx';

/** Says at the locked door which referrals wait: without an unlock none of them goes out, and their deadlines run. */
export function WhatWaits() {
  const { t } = useTranslation();
  const format = useFormat();
  const nowMs = useNow();
  const waiting = useVault((state) => state.hello?.seat.waiting ?? null);
  if (waiting === null) return null;
  const { referrals, since, dueAt } = waiting;
  const isLate = dueAt !== null && Date.parse(dueAt) < nowMs;
  return (
    <Banner tone={isLate ? 'danger' : 'warn'}>
      {t('vault.waiting.referrals', { count: referrals, since: format.dateTime(since) })}{' '}
      {dueAt !== null &&
        t(isLate ? 'vault.waiting.late' : 'vault.waiting.due', { at: format.dateTime(dueAt) })}
    </Banner>
  );
}
