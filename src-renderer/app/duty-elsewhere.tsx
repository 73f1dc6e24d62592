import { useTranslation } from 'react-i18next';
import type { DutyTime } from '../../shared/contract/vault.contract.ts';
import { useFormat } from '../ui/use-format.ts';
import { useNow } from '../ui/use-now.ts';

/** What of today's duty time is known of the person's other seats, and since when nothing was heard of them. */
export function DutyElsewhere({ elsewhere }: { elsewhere: DutyTime['elsewhere'] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const nowMs = useNow();
  if (elsewhere === null) return null;
  const { workedMs, isCurrent, knownAt } = elsewhere;
  const worked = format.clock(workedMs);
  if (isCurrent) return workedMs === 0 ? null : <> {t('duty.elsewhere.now', { worked })}</>;
  if (knownAt === null) return <> {t('duty.elsewhere.unknown')}</>;
  return <> {t('duty.elsewhere.last', { worked, at: format.sinceWhen(knownAt, nowMs) })}</>;
}
