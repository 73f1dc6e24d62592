import { useTranslation } from 'react-i18next';
import { Banner } from '../../ui/banner.tsx';
import { Progress } from '../../ui/progress.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { useMatches } from './matches-store.ts';
import css from './one-stroke-dialog.module.css';

/** Says how many cases have been matched so far, and nothing once all have been. */
export function StillMatching() {
  const { t } = useTranslation();
  const format = useFormat();
  const progress = useMatches((state) => state.progress);
  if (progress === null || progress.state === 'idle') return null;
  const { state, done, total } = progress;
  const counts = { done: format.number(done), total: format.number(total) };
  return (
    <Banner tone="warn">
      <p>{t(state === 'waiting' ? 'oneStroke.waiting' : 'oneStroke.matching')}</p>
      {total > 0 && (
        <div className={css.progress}>
          <Progress label={t('oneStroke.progress')} value={done} max={total} />
          <span>
            {t('oneStroke.done', counts)}
            {state === 'matching' &&
              progress.remainingMs !== null &&
              ` · ${t('intake.remaining', { duration: format.duration(progress.remainingMs) })}`}
          </span>
        </div>
      )}
    </Banner>
  );
}
