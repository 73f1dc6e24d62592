import { useTranslation } from 'react-i18next';
import { useSession } from '../features/vault/index.ts';
import { Dialog } from '../ui/dialog.tsx';
import { KeyHint } from '../ui/key-hint.tsx';
import css from './key-overview.module.css';
import { screensFor } from './navigation.ts';
import { useNavigation, useNavigationStore } from './navigation-context.ts';

/** Lists every key binding. */
export function KeyOverview() {
  const { t } = useTranslation();
  const store = useNavigationStore();
  const { person } = useSession();
  const open = useNavigation((state) => state.overlay === 'keys');
  const groups: { title: string; keys: [string[], string][] }[] = [
    {
      title: t('keys.anywhere'),
      keys: [
        ...screensFor(person.role).map(({ name, key }): [string[], string] => [[key], t(`nav.${name}`)]),
        [['Ctrl K'], t('keys.palette')],
        [['Ctrl L'], t('keys.lock')],
        [['?'], t('keys.help')],
      ],
    },
    {
      title: t('keys.list'),
      keys: [
        [['J', '↓'], t('keys.next')],
        [['K', '↑'], t('keys.previous')],
        [['↵'], t('keys.open')],
        [['/'], t('keys.search')],
        [['⌫'], t('keys.back')],
        [['X'], t('keys.select')],
        [['⇧ X'], t('keys.range')],
        [['Ctrl A'], t('keys.selectAll')],
        [['⇧ D'], t('keys.together')],
        [['⇧ K'], t('keys.kin')],
      ],
    },
    {
      title: t('keys.form'),
      keys: [
        [['I', 'L', 'U'], t('keys.legality')],
        [['B', 'N'], t('keys.classification')],
        [['H'], t('keys.hosting')],
        [['1', '2', '3', '4'], t('keys.age')],
        [['G'], t('keys.gender')],
        [['P'], t('keys.labels')],
        [['R'], t('keys.reasons')],
        [['T'], t('keys.note')],
        [['Esc'], t('keys.escape')],
        [['Ctrl Z'], t('keys.undo')],
        [['Ctrl ↵'], t('keys.submit')],
      ],
    },
    {
      title: t('matches.title'),
      keys: [
        [['A'], t('matches.keys.take')],
        [['C'], t('matches.keys.confirm')],
        [['Del'], t('matches.keys.reject')],
        [['W'], t('matches.keys.why')],
        [['.'], t('matches.keys.next')],
      ],
    },
    {
      title: t('ledger.title'),
      keys: [
        [['P'], t('ledger.proof.open')],
        [['T'], t('ledger.life.open')],
        [['Esc'], t('ledger.life.back')],
      ],
    },
  ];
  return (
    <Dialog title={t('keys.title')} isOpen={open} onClose={() => store.getState().show(null)} width="l">
      <div className={css.groups}>
        {groups.map((group) => (
          <section key={group.title}>
            <h3>{group.title}</h3>
            <dl>
              {group.keys.map(([keys, what]) => (
                <div key={what} className={css.line}>
                  <dt>
                    {keys.map((key) => (
                      <KeyHint key={key} keys={key} />
                    ))}
                  </dt>
                  <dd>{what}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
