import { useTranslation } from 'react-i18next';
import type { Route } from '../../../shared/domain/routing.ts';
import { Button } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { useCategoryName, useDestinationName } from '../referral/index.ts';
import { useSession } from '../vault/index.ts';
import css from './assess-form.module.css';
import { type Judgement, previewRoute } from './judgement.ts';
import { OutcomeLine, RefusedDecision } from './outcome-line.tsx';
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
      <RefusedDecision />
      <div
        className={classNames(css.route, route && css[route.outcome])}
        role="status"
        aria-label={t('assess.route')}
        data-testid="route"
      >
        {route === null ? <p className={css.soft}>{t('assess.routeOpen')}</p> : <RouteWords route={route} />}
      </div>
      <div className={css.submit}>
        {missing.length > 0 ? (
          <p className={css.missing} role="status">
            {`${t('assess.needs')} ${missing.map((need) => t(`assess.need.${need}`)).join(', ')}`}
          </p>
        ) : (
          <OutcomeLine />
        )}
        <Button look="primary" keys="Ctrl ↵" onPress={() => void work.getState().submit()}>
          {t('assess.submit')}
        </Button>
      </div>
    </footer>
  );
}

function RouteWords({ route }: { route: Route }) {
  const { t } = useTranslation();
  const { policy } = useSession();
  const destinationName = useDestinationName();
  const category = useCategoryName(policy)(route.category);
  const target =
    route.destinations.length > 0
      ? route.destinations.map(destinationName).join(' + ')
      : t(`enum.outcome.${route.outcome}`);
  const deadline =
    route.deadlineHours === null
      ? t('assess.noDeadline')
      : t('assess.dueHours', { hours: route.deadlineHours });
  return (
    <>
      <p className={css.routeLine}>
        <b>{category.title}</b>
        <span aria-hidden="true">→</span>
        <b>{target}</b>
        <span className={css.policy}>{`${route.policy.id} v${route.policy.version}`}</span>
      </p>
      <p className={css.routeFacts}>{`${deadline} · ${t(`enum.zone.${route.zone}`)}`}</p>
      <p className={css.because}>{category.because}</p>
    </>
  );
}
