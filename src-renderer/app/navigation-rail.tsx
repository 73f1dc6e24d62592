import { Button } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
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
  return (
    <nav className={css.rail} aria-label={t('nav.label')}>
      {screensFor(person.role).map(({ name, key, icon }) => (
        <Button
          key={name}
          className={name === 'settings' ? `${css.item} ${css.last}` : (css.item ?? '')}
          aria-current={name === screen ? 'page' : undefined}
          onPress={() => store.getState().go(name)}
        >
          <Icon name={icon} size={20} />
          <span className={css.itemLabel}>{t(`nav.${name}`)}</span>
          <span className={css.itemKey} aria-hidden="true">
            {key}
          </span>
        </Button>
      ))}
    </nav>
  );
}
