import { type RefObject, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import { useFormat } from '../../ui/use-format.ts';
import css from './ledger-screen.module.css';
import { useLedger, useLedgerStore } from './ledger-store.ts';

const SEEN_AFTER_MS = 8000;

/** Says that new entries came, scrolls up to them, and disappears where they are in sight. */
export function NewsLine({ scroller }: { scroller: RefObject<HTMLDivElement | null> }) {
  const { t } = useTranslation();
  const format = useFormat();
  const store = useLedgerStore();
  const news = useLedger((state) => state.news);
  useEffect(() => {
    if (news === 0) return;
    const timer = setInterval(() => {
      if (scroller.current?.scrollTop === 0) store.getState().seen();
    }, SEEN_AFTER_MS);
    return () => clearInterval(timer);
  }, [news, scroller, store]);
  return (
    <div className={css.news} role="status">
      {news > 0 && (
        <Button
          size="s"
          look="quiet"
          onPress={() => {
            scroller.current?.scrollTo({ top: 0 });
            store.getState().seen();
          }}
        >
          {t('ledger.news', { n: format.number(news) })}
        </Button>
      )}
    </div>
  );
}
