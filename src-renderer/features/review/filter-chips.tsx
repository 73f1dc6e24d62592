import { Button as AriaButton } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { fittedTo } from '../../../shared/contract/queue-filter.ts';
import { Icon } from '../../ui/icon.tsx';
import css from './filter-chips.module.css';
import { type FilterName, filtersOf, OWN_VIEWS } from './queue-views.ts';
import { useQueue } from './review-context.tsx';
import { useChooseView } from './use-choose-view.ts';
import { useViewWords } from './use-view-words.ts';

/** What the list is filtered by; each part is taken away by its button. A search goes through all cases instead, and says so. */
export function FilterChips() {
  const { t } = useTranslation();
  const view = useQueue((state) => state.filter);
  const words = useViewWords();
  const choose = useChooseView();
  const names = filtersOf(view);
  const isSearch = useQueue((state) => state.text !== '');
  if (names.length === 0) return null;
  if (isSearch) return <p className={css.unused}>{t('queue.filters.unused')}</p>;
  const without = (name: FilterName) =>
    name === 'state' ? fittedTo('open', { ...view, sort: undefined }) : { ...view, [name]: undefined };
  return (
    <ul aria-label={t('queue.filters.set')} className={css.chips}>
      {names.map((name) => {
        const what = words(name, view);
        return (
          <li key={name}>
            <AriaButton
              className={css.chip ?? ''}
              aria-label={t('queue.filters.remove', { what })}
              onPress={() => void choose(without(name))}
            >
              <span className={css.words}>{what}</span>
              <Icon name="close" size={12} />
            </AriaButton>
          </li>
        );
      })}
      <li>
        <AriaButton className={css.clear ?? ''} onPress={() => void choose(OWN_VIEWS.open)}>
          {t('queue.filters.clear')}
        </AriaButton>
      </li>
    </ul>
  );
}
