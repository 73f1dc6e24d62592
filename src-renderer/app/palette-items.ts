import { useTranslation } from 'react-i18next';
import { mayDo } from '../../shared/domain/duty.ts';
import { isLanguage, LANGUAGES, locales } from '../../shared/locales/locales.ts';
import { useInsightStore } from '../features/insight/index.ts';
import { usePeople } from '../features/people/index.ts';
import { usePolicyStore } from '../features/policy/index.ts';
import { outboxViewsFor, useOutboxStore } from '../features/referral/index.ts';
import { useReviewStores } from '../features/review/index.ts';
import { useSession } from '../features/vault/index.ts';
import type { PaletteItem } from '../ui/palette.tsx';
import { keyTable, press } from './key-table.ts';
import { screensFor } from './navigation.ts';
import { useNavigationStore } from './navigation-context.ts';

/** A dialog that closes gives the focus back first; only then does a key mean the page. */
const AFTER_CLOSING_MS = 60;

/** Everything the search over everything can do beside finding cases: screens, their views, every act with a key, people. */
export function usePaletteItems(): PaletteItem[] {
  const { t, i18n } = useTranslation();
  const navigation = useNavigationStore();
  const outbox = useOutboxStore();
  const insight = useInsightStore();
  const policy = usePolicyStore();
  const { queue } = useReviewStores();
  const people = usePeople((state) => state.people);
  const { person } = useSession();
  const { go, show } = navigation.getState();
  const may = (duty: Parameters<typeof mayDo>[1]) => mayDo(person.role, duty);

  const screens = screensFor(person.role).map(({ name, key, icon }) => ({
    id: name,
    label: t(`nav.${name}`),
    icon,
    keys: key,
    act: () => go(name),
  }));
  const outboxViews = outboxViewsFor(person.role).map((view) => ({
    id: `outbox ${view}`,
    label: `${t('nav.outbox')}: ${t(`outbox.view.${view}`)}`,
    icon: 'outbox' as const,
    act: () => {
      outbox.getState().show(view);
      go('outbox');
    },
  }));
  const figures = (['record', 'own', 'team'] as const)
    .filter((view) => (view === 'team' ? may('oversee') : may('read-statistics')))
    .map((view) => ({
      id: `figures ${view}`,
      label: `${t('nav.figures')}: ${t(`load.view.${view}`)}`,
      icon: 'figures' as const,
      act: () => {
        go('figures');
        void insight.getState().look(view);
      },
    }));
  const policyViews = (['inForce', 'members'] as const)
    .filter(() => may('read-ledger'))
    .map((view) => ({
      id: `policy ${view}`,
      label: `${t('nav.policy')}: ${t(`policy.view.${view}`)}`,
      icon: 'policy' as const,
      act: () => {
        go('policy');
        policy.getState().show(view);
      },
    }));
  const acts = keyTable(t, person.role).flatMap(({ screen, lines }) =>
    lines.flatMap(({ keys, acts: of }) =>
      of.map(({ press: combination, label }, index) => ({
        id: `act ${screen ?? ''} ${combination}`,
        label,
        ...(screen === null ? {} : { facts: t(`nav.${screen}`) }),
        icon: 'keyboard' as const,
        keys: keys[index] ?? '',
        act: () => {
          show(null);
          if (screen !== null && navigation.getState().screen !== screen) go(screen);
          setTimeout(() => press(combination), AFTER_CLOSING_MS);
        },
      })),
    ),
  );
  const staff = may('review')
    ? people.map(({ id, name }) => ({
        id: `person ${id}`,
        label: t('palette.casesOf', { name }),
        icon: 'person' as const,
        act: () => {
          go('queue');
          void queue.getState().search(name);
        },
      }))
    : [];
  const languages = LANGUAGES.filter((id) => isLanguage(id) && id !== i18n.language).map((id) => ({
    id: `language ${id}`,
    label: `${t('settings.language')}: ${locales[id].language}`,
    icon: 'settings' as const,
    act: () => {
      show(null);
      void i18n.changeLanguage(id);
    },
  }));
  return [...screens, ...outboxViews, ...figures, ...policyViews, ...acts, ...staff, ...languages];
}
