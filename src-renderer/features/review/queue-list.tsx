import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { sortOf } from '../../../shared/contract/queue-filter.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { failureText } from '../../ui/failure-text.ts';
import { useNow } from '../../ui/use-now.ts';
import css from './queue-list.module.css';
import { QueueRow } from './queue-row.tsx';
import { QUEUE_AHEAD, START_FILTER } from './queue-rows.ts';
import { isSameView } from './queue-views.ts';
import { useQueue, useReviewStores, useSelection, useWork } from './review-context.tsx';

const ROW_HEIGHT = 60;

/** The list of cases; only the rows in sight are rendered. */
export function QueueList({ onImport }: { onImport: () => void }) {
  const { t } = useTranslation();
  const { queue, work, selection } = useReviewStores();
  const selected = useSelection((state) => state.cases);
  const rows = useQueue((state) => state.rows);
  const ready = useQueue((state) => state.ready);
  const total = useQueue((state) => state.total);
  const filter = useQueue((state) => state.filter);
  const next = useQueue((state) => state.next);
  const decisions = useQueue((state) => state.decisions);
  const failure = useQueue((state) => state.failure);
  const found = useQueue((state) => state.found);
  const text = useQueue((state) => state.text);
  const openId = useWork((state) => state.detail?.summary.id ?? null);
  const nowMs = useNow();
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 12,
    getItemKey: (index) => rows[index]?.id ?? index,
  });
  const items = virtual.getVirtualItems();
  const lastShown = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (rows.length > 0 && lastShown > rows.length - QUEUE_AHEAD) void queue.getState().loadMore();
  }, [lastShown, rows.length, queue]);
  const openIndex = rows.findIndex((row) => row.id === openId);
  useEffect(() => {
    if (openIndex >= 0) virtual.scrollToIndex(openIndex, { align: 'auto' });
  }, [openIndex, virtual]);

  if (failure !== null) {
    return (
      <div className={css.message}>
        <Banner tone="danger">{failureText(t, failure)}</Banner>
      </div>
    );
  }
  if (ready && rows.length === 0 && found !== null)
    return <Empty icon="search" title={t('search.nothing', { text })} />;
  if (ready && rows.length === 0) {
    if (next !== null) return <Empty icon="search" title={t('queue.looking')} />;
    const start = isSameView(filter, START_FILTER);
    return (
      <Empty icon="check" title={t('queue.empty.title')}>
        <p>{start ? t('queue.empty.open') : t('queue.empty.filtered')}</p>
        {start && (
          <Button icon="import" onPress={onImport}>
            {t('queue.empty.import')}
          </Button>
        )}
      </Empty>
    );
  }
  return (
    <div
      ref={scroller}
      className={css.scroller}
      role="listbox"
      tabIndex={0}
      data-shortcuts
      aria-label={
        found === null ? t('queue.list', { sort: t(`queue.sort.${sortOf(filter)}`) }) : t('search.list')
      }
      aria-activedescendant={openIndex >= 0 ? `case-${openId}` : undefined}
    >
      <div className={css.whole} role="presentation" style={{ height: virtual.getTotalSize() }}>
        {items.map((item) => {
          const row = rows[item.index];
          return (
            row && (
              <QueueRow
                key={item.key}
                row={row}
                hit={found?.hits.get(row.id) ?? null}
                decision={decisions.get(row.id) ?? null}
                top={item.start}
                position={item.index + 1}
                total={total}
                isOpen={row.id === openId}
                isSelected={selected.has(row.id)}
                nowMs={nowMs}
                onOpen={() => void work.getState().open(row.id)}
                onSelect={(range) => {
                  const { toggle, range: upTo } = selection.getState();
                  range ? upTo(rows, row) : toggle(row);
                }}
                onClaim={() => void work.getState().open(row.id, true)}
              />
            )
          );
        })}
      </div>
    </div>
  );
}
