import { useVirtualizer } from '@tanstack/react-virtual';
import { type RefObject, useEffect, useLayoutEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { EntryView } from '../../../shared/contract/audit.contract.ts';
import { Empty } from '../../ui/empty.tsx';
import { useShortcuts } from '../../ui/shortcuts.ts';
import { useFormat } from '../../ui/use-format.ts';
import { shortId } from './entry-sentence.ts';
import css from './ledger-screen.module.css';
import { useLedger, useLedgerStore } from './ledger-store.ts';
import { NewsLine } from './news-line.tsx';
import { useEntryWords } from './use-entry-words.ts';

const ROW_HEIGHT = 36;

/** The entries, newest first; only the rows in sight are rendered. */
export function EntryTable() {
  const { t } = useTranslation();
  const format = useFormat();
  const words = useEntryWords();
  const store = useLedgerStore();
  const { entries, more, ready, chosen } = useLedger((state) => state);
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: entries.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    getItemKey: (index) => entries[index]?.seq ?? index,
    overscan: 16,
  });
  useKeptPlace(scroller, entries);
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (more && last >= entries.length - 20) void store.getState().loadMore();
  }, [more, last, entries.length, store]);
  const step = (steps: 1 | -1) => () => {
    const at = entries.findIndex((entry) => entry.seq === chosen?.seq);
    const next = entries[at === -1 ? 0 : at + steps];
    if (!next) return;
    store.getState().choose(next);
    virtual.scrollToIndex(entries.indexOf(next), { align: 'auto' });
  };
  useShortcuts({ j: step(1), arrowdown: step(1), k: step(-1), arrowup: step(-1) });
  if (ready && entries.length === 0) return <Empty icon="ledger">{t('ledger.empty')}</Empty>;
  return (
    <>
      <NewsLine scroller={scroller} />
      <div className={css.head} aria-hidden="true">
        <span className={css.seq}>{t('ledger.seq')}</span>
        <span>{t('ledger.when')}</span>
        <span>{t('ledger.what')}</span>
        <span>{t('ledger.who')}</span>
        <span>{t('ledger.case')}</span>
      </div>
      <div
        ref={scroller}
        className={css.scroller}
        role="listbox"
        tabIndex={0}
        data-shortcuts
        aria-label={t('ledger.title')}
        aria-activedescendant={chosen ? `entry-${chosen.seq}` : undefined}
      >
        <div className={css.whole} role="presentation" style={{ height: virtual.getTotalSize() }}>
          {items.map((item) => {
            const entry = entries[item.index];
            return (
              entry && (
                // biome-ignore lint/a11y/useKeyWithClickEvents: the list answers J, K and the arrows
                <div
                  key={entry.seq}
                  id={`entry-${entry.seq}`}
                  role="option"
                  tabIndex={-1}
                  aria-selected={entry.seq === chosen?.seq}
                  className={css.row}
                  style={{ top: item.start }}
                  onClick={() => store.getState().choose(entry)}
                  onDoubleClick={() => entry.case && void store.getState().openLife(entry.case)}
                >
                  <span className={css.seq}>{format.number(entry.seq)}</span>
                  <span className={css.soft}>{words.when(entry)}</span>
                  <span>{words.kind(entry)}</span>
                  <span className={css.soft}>{words.who(entry)}</span>
                  <code className={css.soft}>{entry.case === null ? '' : shortId(entry.case)}</code>
                </div>
              )
            );
          })}
        </div>
      </div>
    </>
  );
}

/** Keeps the scroll position when rows come in above, so that what the person reads does not move. */
function useKeptPlace(scroller: RefObject<HTMLDivElement | null>, entries: readonly EntryView[]): void {
  const first = useRef<number | undefined>(undefined);
  useLayoutEffect(() => {
    const known = first.current;
    first.current = entries[0]?.seq;
    const list = scroller.current;
    if (list === null || list.scrollTop === 0 || known === undefined || known === first.current) return;
    const added = entries.findIndex((entry) => entry.seq === known);
    if (added > 0) list.scrollTop += added * ROW_HEIGHT;
  }, [entries, scroller]);
}
