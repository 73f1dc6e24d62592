import { useTranslation } from 'react-i18next';
import type { Destination } from '../../../shared/contract/referral.contract.ts';
import { Chip } from '../../ui/chip.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { useNow } from '../../ui/use-now.ts';

/** The certificates of a destination that end soon, or have ended, with the day. */
export function EndingChips({ destination: { ending } }: { destination: Pick<Destination, 'ending'> }) {
  const { t } = useTranslation();
  const format = useFormat();
  const nowMs = useNow();
  return ending.map(({ setting, at }) => {
    const isOver = Date.parse(at) <= nowMs;
    return (
      <Chip key={setting} tone={isOver ? 'danger' : 'warn'}>
        {t(`outbox.destination.ending.${setting}.${isOver ? 'over' : 'soon'}`, { date: format.date(at) })}
      </Chip>
    );
  });
}
