import { useTranslation } from 'react-i18next';
import type { Route } from '../../../shared/domain/routing.ts';
import { Button } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { useDestinationName } from '../referral/index.ts';
import { useSession } from '../vault/index.ts';
import css from './assess-form.module.css';
import { type Judgement, previewRoute } from './judgement.ts';
import { useReviewStores, useWork } from './review-context.tsx';

/** Where the case goes if this is recorded, and why: read before, not after. */
export function RoutePanel({ judgement }: { judgement: Judgement }) {
  const { t } = useTranslation();
  const { work } = useReviewStores();
  const { policy, members } = useSession();
  const missing = useWork((state) => state.missing);
  const route = previewRoute(judgement, policy, members);
  return (
    <footer className={css.foot}>
      <div className={classNames(css.route, route && css[route.outcome])} role="status" aria-label={t('assess.route')} data-testid="route">
        {route === null ? <p className={css.soft}>{t('assess.routeOpen')}</p> : <RouteWords route={route} />}
      </div>
      <div className={css.submit}>
        <p className={css.missing} role="status">
          {missing.length > 0 && `${t('assess.needs')} ${missing.map((need) => t(`assess.need.${need}`)).join(', ')}`}
        </p>
        <Button look="primary" keys="Ctrl ↵" onPress={() => void work.getState().submit()}>
          {t('assess.submit')}
        </Button>
      </div>
    </footer>
  );
}

function RouteWords({ route }: { route: Route }) {
  const { t, i18n } = useTranslation();
  const { policy } = useSession();
  const destinationName = useDestinationName();
  const category = policy.categories.find((candidate) => candidate.code === route.category);
  const words = category?.because;
  const target = route.destinations.length > 0 ? route.destinations.map(destinationName).join(' + ') : t(`enum.outcome.${route.outcome}`);
  return (
    <>
      <p className={css.routeLine}>
        <b>{t('assess.category', { code: route.category })}</b>
        <span aria-hidden="true">→</span>
        <b>{target}</b>
      </p>
      <p className={css.routeFacts}>
        {route.deadlineHours === null ? t('assess.noDeadline') : t('assess.dueHours', { hours: route.deadlineHours })}
        {` · ${t(`enum.zone.${route.zone}`)} · ${t('status.policy', { id: route.policy.id, version: route.policy.version })}`}
      </p>
      <p className={css.because}>{words?.[i18n.language] ?? words?.en}</p>
    </>
  );
}
