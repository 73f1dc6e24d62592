import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SeatInfo, TeamStatus } from '../../../shared/contract/team.contract.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Chip } from '../../ui/chip.tsx';
import { Table } from '../../ui/table.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { useNow } from '../../ui/use-now.ts';
import { RemoveDialog } from './remove-dialog.tsx';
import css from './team.module.css';

/** The seats of the hotline: this one first, those that were removed last. */
export function SeatTable({ status, manages }: { status: TeamStatus; manages: boolean }) {
  const { t } = useTranslation();
  const [removing, setRemoving] = useState<SeatInfo | null>(null);
  const rank = ({ isHere, isRemoved }: SeatInfo) => (isHere ? 0 : isRemoved ? 2 : 1);
  const seats = [...status.seats].sort((a, b) => rank(a) - rank(b));
  const canRemove = ({ isHere, isRemoved }: SeatInfo) => manages && !isHere && !isRemoved;
  return (
    <Card title={t('seats.table.title')} flush>
      {seats.length === 1 && <p className={css.lead}>{t('seats.table.first')}</p>}
      <Table
        fixed
        label={t('seats.table.title')}
        columns={[
          { id: 'person', label: t('seats.table.person') },
          { id: 'device', label: t('seats.table.device'), width: '112px' },
          { id: 'heard', label: t('seats.table.heard'), width: '192px' },
          { id: 'waiting', label: t('seats.table.waiting'), width: '120px', align: 'right' },
          { id: 'behind', label: t('seats.table.behind'), width: '120px', align: 'right' },
          { id: 'act', label: '', width: '128px' },
        ]}
      >
        {seats.map((seat) => (
          <SeatRow
            key={seat.device}
            seat={seat}
            onRemove={canRemove(seat) ? () => setRemoving(seat) : null}
          />
        ))}
      </Table>
      {removing !== null && <RemoveDialog seat={removing} onClose={() => setRemoving(null)} />}
    </Card>
  );
}

function SeatRow({ seat, onRemove }: { seat: SeatInfo; onRemove: (() => void) | null }) {
  const { t } = useTranslation();
  const format = useFormat();
  const nowMs = useNow();
  const { device, isHere, isRemoved, person, heardAt, waiting, behind } = seat;
  const count = (value: number | null) => (value === null ? '—' : format.number(value));
  return (
    <tr>
      <td>
        {person?.name ?? t('seats.table.unknown')}{' '}
        {isHere && <Chip tone="accent">{t('seats.table.here')}</Chip>}
        {isRemoved && <Chip>{t('seats.table.removed')}</Chip>}
      </td>
      <td title={device}>
        <code>…{device.slice(-6)}</code>
      </td>
      <td>{isHere ? '—' : heardAt === null ? t('seats.table.never') : format.sinceWhen(heardAt, nowMs)}</td>
      <td style={{ textAlign: 'right' }}>{count(waiting)}</td>
      <td style={{ textAlign: 'right' }}>{count(behind)}</td>
      <td style={{ textAlign: 'right' }}>
        {onRemove !== null && (
          <Button
            size="s"
            look="quiet"
            aria-label={t('seats.remove.of', { name: person?.name ?? device.slice(-6) })}
            onPress={onRemove}
          >
            {t('seats.remove.open')}
          </Button>
        )}
      </td>
    </tr>
  );
}
