import { useTranslation } from 'react-i18next';
import type { Route } from '../../../shared/domain/routing.ts';
import { classNames } from '../../ui/class-names.ts';
import { useCategoryName, useDestinationName } from '../referral/index.ts';
import { useSession } from '../vault/index.ts';
import css from './assess-form.module.css';
import { type Judgement, type Missing, previewRoute } from './judgement.ts';

/** The route of the case under this judgement, with the explanation. */
export function RouteBox({ judgement }: { judgement: Judgement }) {
  const { t } = useTranslation();
  const { policy, members } = useSession();
  const route = previewRoute(judgement, policy, members);
  return (
    <div
      className={classNames(css.route, route && css[route.outcome])}
      role="status"
      aria-label={t('assess.route')}
      data-testid="route"
    >
      {route === null ? <p className={css.soft}>{t('assess.routeOpen')}</p> : <RouteWords route={route} />}
    </div>
  );
}

/** Names what is still missing before the judgement can be recorded. */
export function MissingLine({ missing }: { missing: readonly Missing[] }) {
  const { t } = useTranslation();
  return (
    <p className={css.missing} role="status">
      {`${t('assess.needs')} ${missing.map((need) => t(`assess.need.${need}`)).join(', ')}`}
    </p>
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
