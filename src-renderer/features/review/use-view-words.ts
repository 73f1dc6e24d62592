import { useTranslation } from 'react-i18next';
import type { QueueView } from '../../../shared/contract/queue-filter.ts';
import { countryChoices } from '../../ui/country-choices.ts';
import { useFormat } from '../../ui/use-format.ts';
import { useInLanguage } from '../../ui/use-in-language.ts';
import { usePersonName } from '../people/index.ts';
import { useSession } from '../vault/index.ts';
import type { FilterName } from './queue-views.ts';
import { useQueue } from './review-context.tsx';

/** Says in words what one part of a view filters by. */
export function useViewWords(): (name: FilterName, view: QueueView) => string {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  const nameOf = usePersonName();
  const inLanguage = useInLanguage();
  const { policy } = useSession();
  const batch = useQueue((state) => state.batch);
  const person = (who: QueueView['heldBy']) =>
    who === undefined ? '' : who === 'me' ? t('queue.filter.me') : nameOf(who);
  return (name, view) => {
    if (name === 'state')
      return view.state === 'decided' ? t('queue.filter.decided') : t(`enum.state.${view.state ?? 'open'}`);
    if (name === 'zone') return view.zone === undefined ? '' : t(`enum.zone.${view.zone}`);
    if (name === 'hosting')
      return countryChoices(i18n.language).find(({ id }) => id === view.hosting)?.label ?? view.hosting ?? '';
    if (name === 'kind') return view.kind === undefined ? '' : t(`enum.kind.${view.kind}`);
    if (name === 'knownAs') return view.knownAs === undefined ? '' : t(`enum.knownAs.${view.knownAs}`);
    if (name === 'channel') return view.channel === undefined ? '' : t(`enum.channel.${view.channel}`);
    if (name === 'batch')
      return batch === null
        ? t('queue.filter.batch')
        : t('queue.filter.batchOf', { file: batch.fileName, date: format.date(batch.importedAt) });
    if (name === 'legality') return view.legality === undefined ? '' : t(`enum.legality.${view.legality}`);
    if (name === 'heldBy') return `${t('queue.filter.heldBy')}: ${person(view.heldBy)}`;
    if (name === 'decidedBy') return `${t('queue.filter.decidedBy')}: ${person(view.decidedBy)}`;
    if (name === 'dueBefore') return `${t('queue.filter.dueBefore')} ${format.date(view.dueBefore ?? '')}`;
    const category = policy.categories.find(({ code }) => code === view.category);
    return category === undefined ? (view.category ?? '') : inLanguage(category.name);
  };
}
