import { useTranslation } from 'react-i18next';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { useReviewStores, useWork } from './review-context.tsx';

/** Says who works at the open case at another seat, and offers the next one. */
export function HeldElsewhere() {
  const { t } = useTranslation();
  const { work } = useReviewStores();
  const name = useWork((state) => state.heldElsewhere);
  if (name === null) return null;
  return (
    <Banner
      tone="accent"
      actions={
        <Button size="s" keys="J" onPress={() => void work.getState().step(1)}>
          {t('seats.held.next')}
        </Button>
      }
    >
      <b>{t('seats.held.title', { name })}</b> {t('seats.held.text')}
    </Banner>
  );
}
