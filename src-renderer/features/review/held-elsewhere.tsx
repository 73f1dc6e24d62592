import { useTranslation } from 'react-i18next';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { elsewhereOf, useTeam } from '../team/index.ts';
import { successor } from './queue-rows.ts';
import { useQueue, useReviewStores, useWork } from './review-context.tsx';

/** Says who works at the open case at another seat, and offers the next one, where there is one. */
export function HeldElsewhere() {
  const { t } = useTranslation();
  const { work } = useReviewStores();
  const name = useWork((state) => state.heldElsewhere);
  const id = useWork((state) => state.detail?.summary.id ?? null);
  const status = useTeam((state) => state.status);
  const rows = useQueue((state) => state.rows);
  if (name === null || id === null) return null;
  const next = successor(rows, id, (other) => elsewhereOf(status, other) === null);
  return (
    <Banner
      tone="accent"
      actions={
        next !== null && (
          <Button size="s" onPress={() => void work.getState().open(next.id)}>
            {t('seats.held.next')}
          </Button>
        )
      }
    >
      <b>{t('seats.held.title', { name })}</b> {t('seats.held.text')}
    </Banner>
  );
}
