import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CaseSummary } from '../../../shared/domain/case.ts';
import { mayDo } from '../../../shared/domain/duty.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { usePersonName } from '../people/index.ts';
import { useSession } from '../vault/index.ts';
import { type CaseHolder, holderOf, isWaiting } from './case-holder.ts';
import { HandOverDialog } from './hand-over-dialog.tsx';
import { useWork } from './review-context.tsx';

/** Says who has this case where that matters, and lets a supervisor change it. */
export function HoldLine({ summary }: { summary: CaseSummary }) {
  const { t } = useTranslation();
  const { person } = useSession();
  const words = useHoldWords();
  const isElsewhere = useWork((state) => state.heldElsewhere !== null);
  const [isOpen, setOpen] = useState(false);
  if (!isWaiting(summary)) return null;
  const holder = holderOf(summary, person);
  const oversees = mayDo(person.role, 'oversee');
  if (!oversees && (holder === null || (holder.isMe && holder.how === 'claimed'))) return null;
  // What is said there of the one who has it open now is newer.
  if (!oversees && isElsewhere && holder?.how === 'claimed') return null;
  return (
    <>
      <Banner
        tone={toneOf(holder)}
        actions={
          oversees && (
            <Button size="s" icon="person" onPress={() => setOpen(true)}>
              {t('handOver.open')}
            </Button>
          )
        }
      >
        {words(holder, summary.claimedAt, oversees)}
      </Banner>
      {isOpen && <HandOverDialog summary={summary} onClose={() => setOpen(false)} />}
    </>
  );
}

const toneOf = (holder: CaseHolder | null) =>
  holder?.isClosedToMe ? 'warn' : holder?.how === 'given' ? 'accent' : 'neutral';

function useHoldWords() {
  const { t } = useTranslation();
  const format = useFormat();
  const nameOf = usePersonName();
  return (holder: CaseHolder | null, claimedAt: string | null, oversees: boolean): string => {
    if (holder === null) return t('handOver.holds.nobody');
    const name = nameOf(holder.id);
    if (holder.how === 'given') {
      if (holder.isMe) return t('handOver.holds.givenToMe');
      return t(oversees ? 'handOver.holds.given' : 'handOver.holds.closed', { name });
    }
    const at = claimedAt === null ? '—' : format.dateTime(claimedAt);
    if (holder.isMe) return t('handOver.holds.mine', { at });
    return t('handOver.holds.claimed', { name, at });
  };
}
