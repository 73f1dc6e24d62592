import { Button } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { countToActivate, usePolicy } from '../features/policy/index.ts';
import { countParked, useOutbox } from '../features/referral/index.ts';
import { useWaitingCount } from '../features/second-review/index.ts';
import { useSession } from '../features/vault/index.ts';
import { Icon } from '../ui/icon.tsx';
import { screensFor } from './navigation.ts';
import { useNavigation, useNavigationStore } from './navigation-context.ts';
import css from './workspace.module.css';

/** The screens, each with the key that leads to it, and with how much there waits for a person. */
export function NavigationRail() {
  const { t } = useTranslation();
  const store = useNavigationStore();
  const { person } = useSession();
  const screen = useNavigation((state) => state.screen);
  const { all: waiting } = useWaitingCount();
  const parked = useOutbox(countParked);
  const proposed = usePolicy(countToActivate);
  const badges: Partial<Record<string, { n: number; label: string }>> = {
    secondReview: {
      n: waiting,
      label: `${t('secondReview.title')}, ${t('secondReview.badge', { n: waiting })}`,
    },
    policy: { n: proposed, label: `${t('policy.title')}, ${t('policy.badge', { count: proposed })}` },
    outbox: { n: parked, label: `${t('outbox.title')}, ${t('outbox.badge', { n: parked })}` },
  };
  return (
    <nav className={css.rail} aria-label={t('nav.label')}>
      {screensFor(person.role).map(({ name, key, icon }) => {
        const badge = badges[name]?.n ? badges[name] : null;
        return (
          <Button
            key={name}
            className={name === 'settings' ? `${css.item} ${css.last}` : (css.item ?? '')}
            {...(badge === null ? {} : { 'aria-label': badge.label })}
            aria-current={name === screen ? 'page' : undefined}
            onPress={() => store.getState().go(name)}
          >
            <Icon name={icon} size={20} />
            <span className={css.itemLabel}>{t(`nav.${name}`)}</span>
            {badge !== null && (
              <span className={css.badge} aria-hidden="true">
                {badge.n > 99 ? '99+' : badge.n}
              </span>
            )}
            <span className={css.itemKey} aria-hidden="true">
              {key}
            </span>
          </Button>
        );
      })}
    </nav>
  );
}
