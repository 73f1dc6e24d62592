import { useTranslation } from 'react-i18next';
import { useSession } from '../features/vault/index.ts';
import { Dialog } from '../ui/dialog.tsx';
import { KeyHint } from '../ui/key-hint.tsx';
import css from './key-overview.module.css';
import { keyTable } from './key-table.ts';
import { useNavigation, useNavigationStore } from './navigation-context.ts';

/** Lists every key binding. */
export function KeyOverview() {
  const { t } = useTranslation();
  const store = useNavigationStore();
  const { person } = useSession();
  const open = useNavigation((state) => state.overlay === 'keys');
  const groups = keyTable(t, person.role);
  return (
    <Dialog title={t('keys.title')} isOpen={open} onClose={() => store.getState().show(null)} width="xl">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <div className={css.scroller} tabIndex={0}>
        <div className={css.groups}>
          {groups.map((group) => (
            <section key={group.title}>
              <h3>{group.title}</h3>
              <dl>
                {group.lines.map(({ keys, label }) => (
                  <div key={label} className={css.line}>
                    <dt>
                      {keys.map((key) => (
                        <KeyHint key={key} keys={key} />
                      ))}
                    </dt>
                    <dd>{label}</dd>
                  </div>
                ))}
              </dl>
            </section>
          ))}
        </div>
      </div>
    </Dialog>
  );
}
