import { useTranslation } from 'react-i18next';
import type { Destination } from '../../../shared/contract/referral.contract.ts';
import { needsNextPin } from '../../../shared/domain/certificate-expiry.ts';
import { Chip } from '../../ui/chip.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { useNow } from '../../ui/use-now.ts';

/** The certificates of a destination that end soon, or have ended, with the day. */
export function EndingChips({
  destination: { ending, settings },
}: {
  destination: Pick<Destination, 'ending' | 'settings'>;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const nowMs = useNow();
  return ending.map(({ certificate, at }) => {
    const isOver = Date.parse(at) <= nowMs;
    return (
      <Chip key={certificate} tone={isOver ? 'danger' : 'warn'}>
        {t(`outbox.destination.ending.${certificate}.${isOver ? 'over' : 'soon'}`, { date: format.date(at) })}
        {certificate === 'server' &&
          needsNextPin(settings) &&
          ` · ${t('outbox.destination.ending.askForPin')}`}
      </Chip>
    );
  });
}
