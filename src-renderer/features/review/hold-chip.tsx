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
  if (elsewhere !== null && holder?.how !== 'given')
    return elsewhere.why === 'open' ? (
      <Held tone="accent" words={t('seats.elsewhere.open', { name: elsewhere.name })} />
    ) : (
      <Held tone="neutral" words={t('seats.elsewhere.share')} />
    );
  if (holder === null) return null;
  const { how, isMe, id } = holder;
  const words = isMe
    ? t(how === 'given' ? 'queue.hold.givenToMe' : 'queue.hold.mine')
    : t(how === 'given' ? 'queue.hold.given' : 'queue.hold.claimed', { name: nameOf(id) });
  return <Held tone={isMe || how === 'given' ? 'accent' : 'neutral'} words={words} />;
}

function Held({ tone, words }: { tone: 'accent' | 'neutral'; words: string }) {
  return (
    <Chip tone={tone}>
      <span className={css.holder} title={words}>
        {words}
      </span>
    </Chip>
  );
}
