import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Facts } from '../../ui/facts.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { useWellbeing, useWellbeingStore } from './wellbeing-store.ts';

/** The person's own day: what is done, what waits with them, and what stopped. */
export function DaySummary() {
  const { t } = useTranslation();
  const format = useFormat();
  const store = useWellbeingStore();
  const day = useWellbeing((state) => state.day);
  useEffect(() => void store.getState().readDay(), [store]);
  if (day === null) return null;
  const { claimed, given, drafts } = day.waiting;
  return (
    <Facts
      rows={[
        [t('load.time'), format.clock(day.workedMs)],
        [t('wellbeing.day.done'), format.number(day.decided)],
        [t('wellbeing.day.waiting'), t('wellbeing.day.waitingSum', { claimed, given, drafts })],
        [t('wellbeing.day.stopped'), format.number(day.stopped)],
        [t('wellbeing.day.lighter'), format.number(day.lighter)],
      ]}
    />
  );
}
