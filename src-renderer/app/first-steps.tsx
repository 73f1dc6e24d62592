import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { mayDo } from '../../shared/domain/duty.ts';
import { useBackup } from '../features/backup/index.ts';
import { useLists, useListsStore } from '../features/lists/index.ts';
import { usePeople } from '../features/people/index.ts';
import { useOutbox } from '../features/referral/index.ts';
import { useSession } from '../features/vault/index.ts';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import spoken from '../ui/only-spoken.module.css';
import { useFormat } from '../ui/use-format.ts';
import { useInLanguage } from '../ui/use-in-language.ts';
import css from './first-steps.module.css';
import type { ScreenName } from './navigation.ts';

interface Step {
  name: 'protocol' | 'people' | 'desks' | 'lists' | 'backup' | 'reports';
  /** Null where it is for a person to say. */
  isDone: boolean | null;
  /** What there is so far. */
  found: string;
  screen: ScreenName;
}

/** What a supervisor of a new vault has to do before the hotline can work, what of it is done, and where to do it. */
export function FirstSteps({ onOpen }: { onOpen: (screen: ScreenName) => void }) {
  const { t } = useTranslation();
  const steps = useSteps();
  const lists = useListsStore();
  // Other screens need them only once they are shown.
  useEffect(() => {
    void lists.getState().load();
  }, [lists]);
  return (
    <section className={css.steps} aria-labelledby="first-steps">
      <h2 id="first-steps">{t('firstSteps.title')}</h2>
      <p>{t('firstSteps.text')}</p>
      <ol>
        {steps.map(({ name, isDone, found, screen }) => (
          <li key={name}>
            <span className={css.state}>{isDone === true && <Icon name="check" size={16} />}</span>
            <div className={css.words}>
              <b>{t(`firstSteps.${name}.title`)}</b>
              {isDone === true && <span className={spoken.onlySpoken}> {t('firstSteps.done')}</span>}
              <p>{t(`firstSteps.${name}.text`)}</p>
              <p className={css.found}>{found}</p>
            </div>
            <Button size="s" onPress={() => onOpen(screen)}>
              {t(`firstSteps.${name}.go`)}
            </Button>
          </li>
        ))}
      </ol>
    </section>
  );
}

function useSteps(): Step[] {
  const { t } = useTranslation();
  const format = useFormat();
  const inLanguage = useInLanguage();
  const { person, policy } = useSession();
  const people = usePeople((state) => state.people);
  const destinations = useOutbox((state) => state.destinations);
  const lists = useLists((state) => state.lists);
  const plan = useBackup((state) => state.status?.plan ?? null);
  const reports: Step = {
    name: 'reports',
    isDone: false,
    found: t('firstSteps.reports.found'),
    screen: 'import',
  };
  if (!mayDo(person.role, 'manage-people')) return mayDo(person.role, 'import') ? [reports] : [];
  const missing = destinations.filter(({ isAsSetUp }) => isAsSetUp !== true).map(({ id }) => id);
  const others = people.filter(({ id }) => id !== person.id);
  return [
    {
      name: 'protocol',
      isDone: null,
      found: `${inLanguage(policy.name)} · ${format.country(policy.jurisdiction)}`,
      screen: 'policy',
    },
    {
      name: 'people',
      isDone: others.length > 0,
      found: t('firstSteps.people.found', { count: people.length, n: format.number(people.length) }),
      screen: 'settings',
    },
    {
      name: 'desks',
      isDone: destinations.length > 0 && missing.length === 0,
      found:
        missing.length === 0
          ? t('firstSteps.desks.all')
          : t('firstSteps.desks.missing', { list: missing.join(', ') }),
      screen: 'outbox',
    },
    {
      name: 'lists',
      isDone: lists.length > 0,
      found: t('firstSteps.lists.found', { n: format.number(lists.length) }),
      screen: 'lists',
    },
    {
      name: 'backup',
      isDone: plan !== null,
      found: t(plan === null ? 'firstSteps.backup.none' : 'firstSteps.backup.planned'),
      screen: 'settings',
    },
    reports,
  ];
}
