import { useTranslation } from 'react-i18next';
import { basesUsed } from '../../../shared/domain/contributions.ts';
import { useFormat } from '../../ui/use-format.ts';
import { useOutbox } from './outbox-store.ts';

/** For each base, how many referrals were delivered for it and how often it was consulted; nothing where there is none. */
export function Contributions() {
  const { t } = useTranslation();
  const format = useFormat();
  const destinations = useOutbox((state) => state.destinations);
  const consultations = useOutbox((state) => state.consultations);
  const bases = basesUsed(destinations, consultations);
  const delivered = bases.flatMap(({ base, referrals }) =>
    referrals === null ? [] : [`${base} ${format.number(referrals)}`],
  );
  const consulted = bases.flatMap(({ base, consulted: n, found }) =>
    n === 0
      ? []
      : [
          t('outbox.destination.consultedCount', {
            base,
            n: format.number(n),
            found: format.number(found),
          }),
        ],
  );
  return (
    <>
      {delivered.length > 0 && <p>{`${t('outbox.destination.contributed')}: ${delivered.join(' · ')}`}</p>}
      {consulted.length > 0 && <p>{`${t('outbox.destination.consulted')}: ${consulted.join(' · ')}`}</p>}
    </>
  );
}
