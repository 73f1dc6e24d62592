import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { mayDo } from '../../../shared/domain/duty.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { failureText } from '../../ui/failure-text.ts';
import { Screen } from '../../ui/screen.tsx';
import { Segments } from '../../ui/segments.tsx';
import { useSession } from '../vault/index.ts';
import css from './figures-screen.module.css';
import type { InsightView } from './insight-store.ts';
import { useInsight, useInsightStore } from './insight-store.ts';
import { OwnTime } from './own-time.tsx';
import { PeriodFigures } from './period-figures.tsx';
import { PublicationDialog } from './publication-dialog.tsx';
import { RecordFigures } from './record-figures.tsx';
import { TeamTable } from './team-table.tsx';

const PERIODS = ['all', 'year', 'month', 'day'] as const;
const SPANS = ['7', '28'] as const;

/** The figures of the hotline's work and the load of people. */
export function FiguresScreen() {
  const { t } = useTranslation();
  const store = useInsightStore();
  const { person } = useSession();
  const [asking, setAsking] = useState(false);
  const { view, period, span, summary, counted, compared, own, team, range, failure } = useInsight(
    (state) => state,
  );
  useEffect(() => {
    void store.getState().refresh();
  }, [store]);
  const views: InsightView[] = mayDo(person.role, 'oversee')
    ? ['record', 'period', 'own', 'team']
    : ['record', 'period', 'own'];
  return (
    <Screen
      title={t('figures.title')}
      actions={
        <>
          {(view === 'record' || view === 'period') && (
            <Button size="s" look="quiet" icon="file" onPress={() => setAsking(true)}>
              {t('publication.dialog.open')}
            </Button>
          )}
          {view === 'record' && (
            <Segments
              label=""
              size="s"
              hiddenLabel={t('figures.period.label')}
              segments={PERIODS.map((id) => ({ id, label: t(`figures.period.${id}`) }))}
              value={period}
              onChange={(chosen) => void store.getState().show(chosen)}
            />
          )}
          {(view === 'own' || view === 'team') && (
            <Segments
              label=""
              size="s"
              hiddenLabel={t('load.span.label')}
              segments={SPANS.map((id) => ({ id, label: t('load.span.days', { n: id }) }))}
              value={span === 7 ? '7' : '28'}
              onChange={(chosen) => void store.getState().showLast(chosen === '7' ? 7 : 28)}
            />
          )}
          {view !== 'period' && <span className={css.between} />}
          <Segments
            label=""
            size="s"
            hiddenLabel={t('load.view.label')}
            segments={views.map((id) => ({ id, label: t(`load.view.${id}`) }))}
            value={view}
            onChange={(chosen) => void store.getState().look(chosen)}
          />
        </>
      }
    >
      {asking && <PublicationDialog onClose={() => setAsking(false)} />}
      {failure && <Banner tone="danger">{failureText(t, failure)}</Banner>}
      {view === 'record' && summary && <RecordFigures summary={summary} />}
      {view === 'period' && (
        <PeriodFigures
          period={counted}
          compared={compared}
          onPeriod={(chosen) => void store.getState().count(chosen)}
        />
      )}
      {view === 'own' && own && <OwnTime load={own} range={range} />}
      {view === 'team' && team && <TeamTable load={team} range={range} />}
    </Screen>
  );
}
