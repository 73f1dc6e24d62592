import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import { useFormat } from '../../ui/use-format.ts';
import css from './focus-bar.module.css';
import { QUEUE_AHEAD } from './queue-rows.ts';
import { useQueue, useReviewStores, useWork } from './review-context.tsx';

/** Stands above the case that fills the page: where it is in the queue, and the ways on and back. */
export function FocusBar({ onEnd }: { onEnd: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { queue, work } = useReviewStores();
  const rows = useQueue((state) => state.rows);
  const total = useQueue((state) => state.total);
  const openId = useWork((state) => state.detail?.summary.id ?? null);
  const at = rows.findIndex(({ id }) => id === openId);
  // The list, which otherwise reads on, is not shown.
  useEffect(() => {
    if (rows.length > 0 && at > rows.length - QUEUE_AHEAD) void queue.getState().loadMore();
  }, [at, rows.length, queue]);
  return (
    <div className={css.bar}>
      <span className={css.place}>
        {at < 0 ? '' : t('queue.place', { n: format.number(at + 1), total: format.number(total) })}
      </span>
      <Button size="s" look="quiet" keys="K" onPress={() => void work.getState().step(-1)}>
        {t('keys.previous')}
      </Button>
      <Button size="s" look="quiet" keys="J" onPress={() => void work.getState().step(1)}>
        {t('keys.next')}
      </Button>
      <Button size="s" keys="Esc" onPress={onEnd}>
        {t('queue.focusEnd')}
      </Button>
    </div>
  );
}
