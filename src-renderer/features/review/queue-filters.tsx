import { type ReactNode, useMemo } from 'react';
import { ToggleButton } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { CaseState } from '../../../shared/domain/case.ts';
import { KnownAs } from '../../../shared/domain/case-match.ts';
import { Button } from '../../ui/button.tsx';
import { countryChoices } from '../../ui/country-choices.ts';
import { SelectField } from '../../ui/select-field.tsx';
import { useFormat } from '../../ui/use-format.ts';
import css from './queue-filters.module.css';
import { useQueue, useReviewStores } from './review-context.tsx';
import { SearchField } from './search-field.tsx';

const ANY = 'any';

/** The filters of the list, and how many cases match them. */
export function QueueFilters({ tools }: { tools: ReactNode }) {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  const { queue, work } = useReviewStores();
  const filter = useQueue((state) => state.filter);
  const counts = useQueue((state) => state.counts);
  const total = useQueue((state) => state.total);
  const newer = useQueue((state) => state.newer);
  const countries = useMemo(
    () => [{ id: ANY, label: t('queue.filter.any') }, ...countryChoices(i18n.language)],
    [t, i18n.language],
  );
  const states = CaseState.options.map((id) => ({
    id,
    label: `${t(`enum.state.${id}`)} · ${format.number(counts[id] ?? 0)}`,
  }));
  const load = async (change: Partial<typeof filter>) => {
    await queue.getState().load({ ...filter, ...change });
    await work.getState().follow();
  };
  return (
    <div className={css.filters}>
      <div className={css.head}>
        <h1 className={css.title}>{t('queue.title')}</h1>
        <span className={css.total}>{t('queue.of', { count: total, n: format.number(total) })}</span>
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
        <SelectField
          small
          hiddenLabel
          label={t('queue.filter.state')}
          choices={[{ id: ANY, label: t('queue.filter.anyState') }, ...states]}
          value={filter.state ?? ANY}
          onChange={(id) => void load({ state: id === ANY ? undefined : id })}
        />
        <ToggleButton
          className={css.mine ?? ''}
          isSelected={filter.mine === true}
          onChange={(mine) => void load({ mine: mine || undefined })}
        >
          {t('queue.filter.mine')}
        </ToggleButton>
        <SelectField
          small
          hiddenLabel
          label={t('queue.filter.hosting')}
          choices={countries}
          value={filter.hosting ?? ANY}
          onChange={(id) => void load({ hosting: id === ANY ? undefined : id })}
        />
        <SelectField
          small
          hiddenLabel
          label={t('queue.filter.kind')}
          choices={[
            { id: ANY, label: t('queue.filter.anyKind') },
            { id: 'url', label: t('enum.kind.url') },
            { id: 'link', label: t('enum.kind.link') },
            { id: 'file', label: t('enum.kind.file') },
          ]}
          value={filter.kind ?? ANY}
          onChange={(id) => void load({ kind: id === ANY ? undefined : id })}
        />
        <SelectField
          small
          hiddenLabel
          label={t('queue.filter.known')}
          choices={[
            { id: ANY, label: t('queue.filter.anyKnown') },
            ...KnownAs.options.map((id) => ({ id, label: t(`enum.knownAs.${id}`) })),
          ]}
          value={filter.knownAs ?? ANY}
          onChange={(id) => void load({ knownAs: id === ANY ? undefined : id })}
        />
        {tools}
      </div>
    </div>
  );
}
