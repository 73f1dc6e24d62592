import { useTranslation } from 'react-i18next';
import type { BlocklistPreview } from '../../../shared/contract/blocklist.contract.ts';
import { defang, defangHost } from '../../../shared/domain/url.ts';
import { Card } from '../../ui/card.tsx';
import { Chip } from '../../ui/chip.tsx';
import { LongTable } from '../../ui/long-table.tsx';
import { useFormat } from '../../ui/use-format.ts';
import css from './blocklist.module.css';

/** What comes onto the list and what goes, defanged. */
export function DifferenceCard({ preview, since }: { preview: BlocklistPreview; since: number | null }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { added, removed } = preview;
  const rows = [
    ...added.items.map((item) => ({ item, how: 'added' as const })),
    ...removed.items.map((item) => ({ item, how: 'removed' as const })),
  ];
  const total = added.total + removed.total;
  const serial = since ?? preview.given[0]?.serial;
  const title = serial === undefined ? t('blocklist.differenceFirst') : t('blocklist.difference', { serial });
  return (
    <Card title={title} flush>
      {rows.length < total && (
        <p className={css.lead}>
          {t('blocklist.shown', { shown: format.number(rows.length), total: format.number(total) })}
        </p>
      )}
      <LongTable
        low
        label={title}
        columns={[
          { id: 'how', label: t('blocklist.change'), width: '136px' },
          { id: 'kind', label: t('blocklist.kind'), width: '136px' },
          { id: 'value', label: t('blocklist.value') },
        ]}
        count={rows.length}
        cells={(index) => {
          const row = rows[index];
          if (row === undefined) return [];
          const { kind, value } = row.item;
          return [
            <Chip key="how" tone={row.how === 'added' ? 'accent' : 'neutral'}>
              {t(`blocklist.how.${row.how}`)}
            </Chip>,
            t(`enum.blockKind.${kind}`),
            kind === 'url' ? defang(value) : defangHost(value),
          ];
        }}
      />
    </Card>
  );
}
