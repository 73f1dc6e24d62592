import { useTranslation } from 'react-i18next';
import type { CaseSummary } from '../../../shared/domain/case.ts';
import { Chip } from '../../ui/chip.tsx';
import { usePersonName } from '../people/index.ts';
import { elsewhereOf, useTeam } from '../team/index.ts';
import { useSession } from '../vault/index.ts';
import { holderOf } from './case-holder.ts';
import css from './queue-row.module.css';

/** Shows who has a case, here or at another seat. */
export function HoldChip({ row }: { row: CaseSummary }) {
  const { t } = useTranslation();
  const { person } = useSession();
  const nameOf = usePersonName();
  const holder = holderOf(row, person);
  const status = useTeam((state) => state.status);
  const elsewhere = elsewhereOf(status, row.id);
  if (elsewhere !== null && holder?.how !== 'given') {
    const words =
      elsewhere.why === 'open'
        ? t('seats.elsewhere.open', { name: elsewhere.name })
        : t('seats.elsewhere.share');
    return (
      <Chip tone={elsewhere.why === 'open' ? 'accent' : 'neutral'}>
        <span className={css.holder} title={words}>
          {words}
        </span>
      </Chip>
    );
  }
  if (holder === null) return null;
  const { how, isMe, id } = holder;
  const words = isMe
    ? t(how === 'given' ? 'queue.hold.givenToMe' : 'queue.hold.mine')
    : t(how === 'given' ? 'queue.hold.given' : 'queue.hold.claimed', { name: nameOf(id) });
  return (
    <Chip tone={isMe || how === 'given' ? 'accent' : 'neutral'}>
      <span className={css.holder} title={words}>
        {words}
      </span>
    </Chip>
  );
}
