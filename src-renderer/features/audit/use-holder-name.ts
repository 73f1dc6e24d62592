import { useTranslation } from 'react-i18next';
import type { Anchor } from '../../../shared/contract/audit.contract.ts';
import { useDestinationName } from '../referral/index.ts';

/** What people call somebody who holds a checkpoint. */
export function useHolderName(): (anchor: Pick<Anchor, 'kind' | 'by'>) => string {
  const { t } = useTranslation();
  const destinationName = useDestinationName();
  return ({ kind, by }) =>
    kind === 'witness'
      ? t('ledger.anchor.witness', { name: by.split('+')[0] ?? by })
      : t('ledger.anchor.referral', { name: destinationName(by) });
}
