import { Button } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { useWaitingCount } from '../features/second-review/index.ts';
import { useSession } from '../features/vault/index.ts';
import { Icon } from '../ui/icon.tsx';
import { screensFor } from './navigation.ts';
import { useNavigation, useNavigationStore } from './navigation-context.ts';
import css from './workspace.module.css';

/** The screens, each with the key that leads to it. */
export function NavigationRail() {
  const { t } = useTranslation();
  const store = useNavigationStore();
  const { person } = useSession();
  const screen = useNavigation((state) => state.screen);
  const { all: waiting } = useWaitingCount();
  return (
    <nav className={css.rail} aria-label={t('nav.label')}>
      {screensFor(person.role).map(({ name, key, icon }) => (
        <Button
          key={name}
          className={name === 'settings' ? `${css.item} ${css.last}` : (css.item ?? '')}
          {...(name === 'secondReview' && waiting > 0
            ? { 'aria-label': `${t('secondReview.title')}, ${t('secondReview.badge', { n: waiting })}` }
            : {})}
          aria-current={name === screen ? 'page' : undefined}
          onPress={() => store.getState().go(name)}
        >
          <Icon name={icon} size={20} />
          <span className={css.itemLabel}>{t(`nav.${name}`)}</span>
          {name === 'secondReview' && waiting > 0 && (
            <span className={css.badge} aria-hidden="true">
              {waiting > 99 ? '99+' : waiting}
            </span>
          )}
          <span className={css.itemKey} aria-hidden="true">
            {key}
          </span>
        </Button>
      ))}
    </nav>
  );
}
