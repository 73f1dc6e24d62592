import { useTranslation } from 'react-i18next';
import { useFormat } from '../../ui/use-format.ts';
import { useMatches } from './matches-store.ts';

/** Shows the progress of matching after lists changed, and nothing when no matching is under way. */
export function MatchProgressLine() {
  const { t } = useTranslation();
  const format = useFormat();
  const progress = useMatches((state) => state.progress);
  if (progress === null || progress.state === 'idle') return null;
  const share = format.percent(progress.done, progress.total);
  if (progress.state === 'waiting') return <span>{t('matches.progress.waiting', { share })}</span>;
  const counts = `${format.number(progress.done)} / ${format.number(progress.total)}`;
  return (
    <span title={counts}>
      {progress.remainingMs === null
        ? t('matches.progress.matching', { share })
        : t('matches.progress.left', { share, duration: format.duration(progress.remainingMs) })}
    </span>
  );
}
