import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { HashList } from '../../../shared/contract/lists.contract.ts';
import { HashAlgorithm } from '../../../shared/domain/hash-algorithm.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Facts } from '../../ui/facts.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { ALGORITHM_NAMES } from '../review/index.ts';
import { ComparisonCard } from './comparison-card.tsx';
import { DetailsDialog } from './details-dialog.tsx';
import { ImportHistory } from './import-history.tsx';
import { type ListAct, ListActDialog } from './list-act-dialog.tsx';
import { EnabledChip } from './list-table.tsx';
import { ArrivalText, AsOf, MeaningChip } from './list-words.tsx';
import css from './lists.module.css';
import { useListsStore } from './lists-store.ts';

/** The dialog that makes files of the verdicts on a list's matches, for its owner. */
export type Feedback = (list: HashList, onClose: () => void) => ReactNode;

interface ListDetailProps {
  list: HashList;
  manages: boolean;
  feedback: Feedback;
}

/** One list: its details, its imports, and how it compares with the others. */
export function ListDetail({ list, manages, feedback }: ListDetailProps) {
  const { t } = useTranslation();
  const store = useListsStore();
  const [editing, setEditing] = useState(false);
  const [reporting, setReporting] = useState(false);
  const [act, setAct] = useState<ListAct | null>(null);
  return (
    <article className={css.stack} aria-label={list.name}>
      <header className={css.head}>
        <Button size="s" look="quiet" keys="Esc" onPress={() => void store.getState().show(null)}>
          {t('lists.back')}
        </Button>
        <h2 className={css.heading}>{list.name}</h2>
        <MeaningChip meaning={list.meaning} />
        <EnabledChip enabled={list.enabled} />
        {manages && (
          <div className={css.acts}>
            <Button size="s" onPress={() => setReporting(true)}>
              {t('lists.feedback.open')}
            </Button>
            <Button size="s" onPress={() => setEditing(true)}>
              {t('lists.act.edit')}
            </Button>
            <Button size="s" onPress={() => setAct(list.enabled ? 'disable' : 'enable')}>
              {t(list.enabled ? 'lists.act.disable' : 'lists.act.enable')}
            </Button>
            <Button size="s" look="danger" onPress={() => setAct('remove')}>
              {t('lists.act.remove')}
            </Button>
          </div>
        )}
      </header>
      {list.arrival !== null && (
        <Banner tone={list.arrival.isUnfit ? 'danger' : 'warn'}>
          <ArrivalText arrival={list.arrival} version={list.version} />
        </Banner>
      )}
      <div className={css.two}>
        <AboutCard list={list} />
        <ContentCard list={list} />
      </div>
      <ImportHistory />
      <ComparisonCard list={list} />
      {reporting && feedback(list, () => setReporting(false))}
      {editing && <DetailsDialog list={list} onClose={() => setEditing(false)} />}
      {act !== null && <ListActDialog list={list} act={act} onClose={() => setAct(null)} />}
    </article>
  );
}

function AboutCard({ list }: { list: HashList }) {
  const { t } = useTranslation();
  return (
    <Card title={t('lists.about')}>
      <Facts
        rows={[
          [t('lists.column.owner'), list.owner],
          [t('lists.field.purpose'), list.purpose || '—'],
          [t('lists.column.meaning'), t(`lists.meaningHint.${list.meaning}`)],
          [t('lists.column.trust'), t(`enum.listTrust.${list.trust}`)],
          [t('lists.field.licence'), list.licence || '—'],
        ]}
      />
    </Card>
  );
}

function ContentCard({ list }: { list: HashList }) {
  const { t } = useTranslation();
  const format = useFormat();
  const counts = HashAlgorithm.options.flatMap((algorithm) => {
    const count = list.counts.hashes[algorithm] ?? 0;
    return count === 0 ? [] : [`${ALGORITHM_NAMES[algorithm]} ${format.number(count)}`];
  });
  if (list.counts.urls > 0) counts.push(`${t('lists.addresses')} ${format.number(list.counts.urls)}`);
  return (
    <Card title={t('lists.content')}>
      <Facts
        rows={[
          [t('lists.column.asOf'), <AsOf key="asOf" list={list} />],
          [t('lists.records'), format.number(list.counts.records)],
          [t('lists.values'), counts.length === 0 ? '—' : counts.join(' · ')],
          [t('lists.column.hits'), format.number(list.recentHits)],
          [
            t('lists.version'),
            list.importedAt === null ? '—' : `${list.version} · ${format.dateTime(list.importedAt)}`,
          ],
          [
            t('lists.pdqRule'),
            t('lists.pdqRuleText', { distance: list.pdqDistance, quality: list.pdqQuality }),
          ],
        ]}
      />
    </Card>
  );
}
