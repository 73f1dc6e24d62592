import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { isOfDecided, QueueSort, type QueueView, sortOf } from '../../../shared/contract/queue-filter.ts';
import { Button } from '../../ui/button.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { useCountWords } from './count-words.ts';
import { FilterChips } from './filter-chips.tsx';
import { FilterPanel } from './filter-panel.tsx';
import css from './queue-filters.module.css';
import { filtersOf, isSameView, OWN_VIEWS, type OwnView } from './queue-views.ts';
import { useQueue, useReviewStores } from './review-context.tsx';
import { SaveViewDialog } from './save-view-dialog.tsx';
import { SearchField } from './search-field.tsx';
import { useChooseView } from './use-choose-view.ts';

/** Which cases are listed, in which order, and how many these are. */
export function QueueFilters({ tools }: { tools: ReactNode }) {
  const { t } = useTranslation();
  const { queue } = useReviewStores();
  const view = useQueue((state) => state.filter);
  const total = useQueue((state) => state.total);
  const isExact = useQueue((state) => state.isExact);
  const newer = useQueue((state) => state.newer);
  const cases = useCountWords();
  const choose = useChooseView();
  const [isOpen, setOpen] = useState(false);
  const [isSaving, setSaving] = useState(false);
  const set = filtersOf(view).length;
  const sorts = QueueSort.options.filter((sort) => (sort === 'decided') === isOfDecided(view));
  return (
    <div className={css.filters}>
      <div className={css.head}>
        <h1 className={css.title}>{t('queue.title')}</h1>
        <span className={css.total} role="status">
          {cases({ total, isExact })}
        </span>
        {newer !== null && (
          <Button
            size="s"
            look="quiet"
            aria-label={t('queue.changed')}
            onPress={() => queue.getState().showNewer()}
          >
            {t('queue.changed')} {t('queue.refresh')}
          </Button>
        )}
      </div>
      <SearchField />
      <div className={css.row}>
        <ViewChoice onChange={choose} />
        <SelectField
          small
          label={t('queue.sort.label')}
          choices={sorts.map((id) => ({ id, label: t(`queue.sort.${id}`) }))}
          value={sortOf(view)}
          onChange={(sort) => void choose({ ...view, sort })}
        />
        <Button
          size="s"
          aria-expanded={isOpen}
          aria-controls="queue-filters"
          icon={isOpen ? 'down' : 'right'}
          onPress={() => setOpen(!isOpen)}
        >
          {set === 0 ? t('queue.filters.open') : t('queue.filters.openSet', { n: set })}
        </Button>
        <Button size="s" onPress={() => setSaving(true)}>
          {t('queue.save.open')}
        </Button>
      </div>
      {isOpen && <FilterPanel />}
      <FilterChips />
      <div className={css.row}>{tools}</div>
      <SaveViewDialog isOpen={isSaving} onClose={() => setSaving(false)} />
    </div>
  );
}

const CUSTOM = 'custom';
const SAVED = 'saved ';

/** The lists with a name: those everybody has, and those that people saved, with their numbers of cases. */
function ViewChoice({ onChange }: { onChange: (view: QueueView) => Promise<void> }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { views: store } = useReviewStores();
  const view = useQueue((state) => state.filter);
  const counts = useQueue((state) => state.counts);
  const saved = useStore(store, (state) => state.views);
  const own = Object.entries(OWN_VIEWS) as [OwnView, QueueView][];
  const named: { id: string; label: string; view: QueueView }[] = [
    ...own.map(([id, of]) => ({
      id,
      label:
        id === 'open'
          ? `${t('queue.view.open')} · ${format.number(counts.open ?? 0)}`
          : t(`queue.view.${id}`),
      view: of,
    })),
    ...saved.map(({ name, view: of, total, isExact }) => ({
      id: `${SAVED}${name}`,
      label: `${name} · ${format.number(total)}${isExact ? '' : '+'}`,
      view: of,
    })),
  ];
  const chosen = named.find((one) => isSameView(one.view, view));
  return (
    <SelectField
      small
      label={t('queue.view.label')}
      choices={[...named, ...(chosen ? [] : [{ id: CUSTOM, label: t('queue.view.custom') }])]}
      value={chosen?.id ?? CUSTOM}
      onChange={(id) => {
        const wanted = named.find((one) => one.id === id);
        if (wanted) void onChange(wanted.view);
      }}
    />
  );
}
