import { useState } from 'react';
import { Button } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { PersonLoad, TeamLoad } from '../../../shared/contract/insight.contract.ts';
import type { PersonId } from '../../../shared/domain/ids.ts';
import { OLD_DRAFT_MS, PACE_FROM_CASES, PACE_FROM_DAYS } from '../../../shared/domain/workload.ts';
import { Card } from '../../ui/card.tsx';
import { Chip } from '../../ui/chip.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Table } from '../../ui/table.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { useSession } from '../vault/index.ts';
import { DutyBars } from './duty-bars.tsx';
import css from './load.module.css';
import { PersonLoadCard } from './person-load-card.tsx';

const MINUTE_MS = 60_000;

/** The load of everybody, by name. It cannot be sorted otherwise: it serves to share out work, not to compare people. */
export function TeamTable({ load, range }: { load: TeamLoad; range: { from: string; to: string } }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { person } = useSession();
  const limit = format.clock(load.limitMinutes * MINUTE_MS);
  const age = format.duration(OLD_DRAFT_MS);
  const [openId, setOpenId] = useState<PersonId | null>(null);
  const open = load.people.find((row) => row.person.id === openId);
  return (
    <div className={css.stack}>
      <Card title={t('load.view.team')} flush>
        <Table
          fixed
          label={t('load.view.team')}
          columns={[
            { id: 'person', label: t('load.person') },
            { id: 'bars', label: t('load.perDay'), width: '168px' },
            { id: 'time', label: t('load.time'), align: 'right', width: '88px' },
            { id: 'long', label: t('load.longDays', { limit }), align: 'right', width: '112px' },
            { id: 'decided', label: t('load.decided'), align: 'right', width: '100px' },
            { id: 'hand', label: t('load.inHand'), align: 'right', width: '88px' },
            { id: 'late', label: t('load.late'), align: 'right', width: '104px' },
            { id: 'drafts', label: t('load.drafts', { age }), align: 'right', width: '144px' },
            { id: 'pace', label: t('load.pace'), align: 'right', width: '120px' },
          ]}
        >
          {load.people.map((row) => (
            <PersonRow
              key={row.person.id}
              row={row}
              limitMinutes={load.limitMinutes}
              range={range}
              isMe={row.person.id === person.id}
              isOpen={row.person.id === openId}
              onOpen={() => setOpenId(row.person.id === openId ? null : row.person.id)}
            />
          ))}
        </Table>
      </Card>
      {open && (
        <PersonLoadCard
          row={open}
          limitMinutes={load.limitMinutes}
          range={range}
          title={t('load.asSeenBy', { name: open.person.name })}
        />
      )}
      <p className={css.note}>
        {t('load.everybodySees')} {t('load.notThere', { days: PACE_FROM_DAYS, cases: PACE_FROM_CASES })}
      </p>
    </div>
  );
}

function PersonRow(props: {
  row: PersonLoad;
  limitMinutes: number;
  range: { from: string; to: string };
  isMe: boolean;
  isOpen: boolean;
  onOpen: () => void;
}) {
  const { row, limitMinutes, range, isMe, isOpen, onOpen } = props;
  const { t } = useTranslation();
  const format = useFormat();
  const minutes = row.days.reduce((sum, day) => sum + day.minutes, 0);
  const longDays = row.days.filter(({ overLimit }) => overLimit).length;
  const numbers: [string, string][] = [
    ['time', format.clock(minutes * MINUTE_MS)],
    ['long', format.number(longDays)],
    ['decided', format.number(row.decided)],
    ['hand', format.number(row.claimed + row.given)],
    ['late', format.number(row.decidedLate)],
    ['drafts', format.number(row.oldDrafts)],
    ['pace', row.pace === null ? '—' : format.number(row.pace)],
  ];
  return (
    <tr data-chosen={isOpen}>
      <td>
        <span className={css.chips}>
          <Button className={css.name ?? ''} aria-expanded={isOpen} onPress={onOpen}>
            <Icon name={isOpen ? 'down' : 'right'} size={14} />
            <span title={row.person.name}>{row.person.name}</span>
          </Button>
          {isMe && <Chip>{t('settings.person.you')}</Chip>}
          {row.needsBreak && <Chip tone="accent">{t('load.needsBreak')}</Chip>}
        </span>
      </td>
      <td>
        <DutyBars days={row.days} limitMinutes={limitMinutes} range={range} />
      </td>
      {numbers.map(([id, value]) => (
        <td key={id} className={css.right}>
          {value}
        </td>
      ))}
    </tr>
  );
}
