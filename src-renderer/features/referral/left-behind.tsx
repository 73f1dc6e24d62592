import { useTranslation } from 'react-i18next';
import { useFormat } from '../../ui/use-format.ts';
import { countParked, useOutbox } from './outbox-store.ts';

/** What the outbox leaves to the next person at the end of a duty: one sentence for each kind, nothing where all is well. */
export function LeftBehind() {
  const { t } = useTranslation();
  const format = useFormat();
  const parked = useOutbox(countParked);
  const rechecks = useOutbox((state) => state.rechecks.total);
  const lines = [
    parked > 0 && t('duty.left.parked', { count: parked, n: format.number(parked) }),
    rechecks > 0 && t('duty.left.rechecks', { count: rechecks, n: format.number(rechecks) }),
  ].filter((line) => line !== false);
  return lines.map((line) => <p key={line}>{line}</p>);
}
