import { useTranslation } from 'react-i18next';
import type { Destination } from '../../../shared/contract/referral.contract.ts';
import { contributionsOf } from '../../../shared/domain/contributions.ts';
import { useFormat } from '../../ui/use-format.ts';

/** For each base to which destinations add, how many referrals were delivered; nothing where none is named. */
export function Contributions({ destinations }: { destinations: readonly Destination[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const contributions = contributionsOf(destinations);
  if (contributions.length === 0) return null;
  const counts = contributions.map(({ base, referrals }) => `${base} ${format.number(referrals)}`);
  return <p>{`${t('outbox.destination.contributed')}: ${counts.join(' · ')}`}</p>;
}
