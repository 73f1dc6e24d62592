import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { failureText } from '../../ui/failure-text.ts';
import { useFormat } from '../../ui/use-format.ts';
import { useReviewStores, useSelection } from '../review/index.ts';
import { DecideDialog } from './decide-dialog.tsx';
import { KinDialog } from './kin-dialog.tsx';
import css from './together.module.css';
import { useTogether, useTogetherStores } from './together-context.tsx';
import { useMayDecideTogether, useTogetherActs, useTogetherKeys } from './use-together-acts.ts';

/** What is selected in the list and what can be done with it, with the windows for that. */
export function SelectionPart() {
  useTogetherKeys();
  const mayDecide = useMayDecideTogether();
  return (
    <>
      {mayDecide && <SelectionBar />}
      <DecideDialog />
      <KinDialog />
    </>
  );
}

function SelectionBar() {
  const { t } = useTranslation();
  const format = useFormat();
  const { selection } = useReviewStores();
  const { most } = useTogetherStores();
  const acts = useTogetherActs();
  const count = useSelection((state) => state.cases.size);
  const isCut = useSelection((state) => state.isCut);
  return (
    <>
      <TakenBack />
      <section className={css.bar} aria-label={t('together.selection')} hidden={count === 0}>
        <p role="status" className={css.count}>
          {count > 0 && t('together.selected', { count, n: format.number(count) })}
          {isCut && <span className={css.warn}>{t('together.cut', { most: format.number(most()) })}</span>}
        </p>
        <Button size="s" look="quiet" onPress={() => selection.getState().clear()}>
          {t('together.clear')}
        </Button>
        <div className={css.tools}>
          <Button size="s" look="primary" keys="⇧ D" onPress={acts.decide}>
            {t('together.open')}
          </Button>
          <Button size="s" look="quiet" keys="Ctrl A" onPress={() => void acts.all()}>
            {t('together.all')}
          </Button>
        </div>
      </section>
    </>
  );
}

/** Says what became of decisions that were taken back together; where all were, only as long as cases are selected. */
function TakenBack() {
  const { t } = useTranslation();
  const { together } = useTogetherStores();
  const news = useTogether((state) => state.news);
  const isSelected = useSelection((state) => state.cases.size > 0);
  const isDone = news !== null && news.kept.length === 0 && !isSelected;
  useEffect(() => {
    if (isDone) together.getState().forgetNews();
  }, [isDone, together]);
  if (news === null) return null;
  const reasons = Object.entries(
    Object.groupBy(news.kept, ({ why }) => failureText(t, { code: 'CONFLICT', data: why })),
  );
  return (
    <div className={css.news}>
      <Banner
        tone={news.kept.length > 0 ? 'warn' : 'accent'}
        actions={
          <Button size="s" look="quiet" onPress={() => together.getState().forgetNews()}>
            {t('common.close')}
          </Button>
        }
      >
        <span role="status">
          {[
            t('together.takenBack', { count: news.taken.length }),
            ...reasons.map(([why, those]) => t('together.kept', { count: those?.length ?? 0, why })),
          ].join(' ')}
        </span>
      </Banner>
    </div>
  );
}
