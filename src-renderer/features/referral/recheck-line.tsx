import { useTranslation } from 'react-i18next';
import type { CaseId } from '../../../shared/domain/ids.ts';
import { Button } from '../../ui/button.tsx';
import { Chip } from '../../ui/chip.tsx';
import { useOutbox } from './outbox-store.ts';

/** Marks a case in a list whose referral waits for a person to ask again. */
export function RecheckChip({ id }: { id: CaseId }) {
  const { t } = useTranslation();
  const isDue = useOutbox((state) => state.rechecks.referrals.some((referral) => referral.case === id));
  return isDue && <Chip tone="warn">{t('takedown.recheckShort')}</Chip>;
}

/** Says how many referred cases wait for a person to ask again, and leads to them. Nothing where none does. */
export function RecheckLine({ onOpen }: { onOpen: () => void }) {
  const { t } = useTranslation();
  const total = useOutbox((state) => state.rechecks.total);
  if (total === 0) return null;
  return (
    <Button size="s" icon="alert" onPress={onOpen}>
      {t('takedown.recheckCount', { count: total })}
    </Button>
  );
}
