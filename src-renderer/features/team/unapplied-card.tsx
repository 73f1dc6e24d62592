import { useTranslation } from 'react-i18next';
import type { TeamStatus } from '../../../shared/contract/team.contract.ts';
import type { EntryKind } from '../../../shared/ledger/kinds/all-kinds.ts';
import { Banner } from '../../ui/banner.tsx';
import { Card } from '../../ui/card.tsx';
import { Table } from '../../ui/table.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { kindKey } from '../audit/index.ts';
import css from './team.module.css';

/** Entries of the hotline's record from which nothing followed at this seat, with why. */
export function UnappliedCard({ entries }: { entries: TeamStatus['unapplied'] }) {
  const { t } = useTranslation();
  const format = useFormat();
  // A kind that this version does not know keeps its own name.
  const nameOf = (kind: string) => t(`enum.entry.${kindKey(kind as EntryKind)}`, { defaultValue: kind });
  return (
    <Card title={t('seats.unapplied.title')} flush>
      <div className={css.lead}>
        <Banner tone="warn">{t('seats.unapplied.text')}</Banner>
      </div>
      <Table
        label={t('seats.unapplied.title')}
        columns={[
          { id: 'position', label: t('seats.unapplied.position'), width: '96px', align: 'right' },
          { id: 'kind', label: t('seats.unapplied.kind'), width: '280px' },
          { id: 'why', label: t('seats.unapplied.why') },
        ]}
      >
        {entries.map(({ position, kind, why }) => (
          <tr key={position}>
            <td style={{ textAlign: 'right' }}>{format.number(position)}</td>
            <td>{nameOf(kind)}</td>
            <td>{t(`team.unapplied.${why}`)}</td>
          </tr>
        ))}
      </Table>
    </Card>
  );
}
