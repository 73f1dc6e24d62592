import { useTranslation } from 'react-i18next';
import { useDestinationName } from '../referral/index.ts';
import type { OutsideHolder } from './outside-holder.ts';

/** The name of a party that holds a checkpoint. */
export function useHolderName(): (holder: Pick<OutsideHolder, 'kind' | 'by'>) => string {
  const { t } = useTranslation();
  const destinationName = useDestinationName();
  return ({ kind, by }) =>
    kind === 'witness'
      ? t('ledger.anchor.witness', { name: by.split('+')[0] ?? by })
      : t('ledger.anchor.referral', { name: destinationName(by) });
}
