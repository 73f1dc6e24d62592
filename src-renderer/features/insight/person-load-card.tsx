import { useTranslation } from 'react-i18next';
import type { PersonLoad } from '../../../shared/contract/insight.contract.ts';
import { mayDo } from '../../../shared/domain/duty.ts';
import { OLD_DRAFT_MS } from '../../../shared/domain/workload.ts';
import { Card } from '../../ui/card.tsx';
import { Chip } from '../../ui/chip.tsx';
import { Facts } from '../../ui/facts.tsx';
import { Table } from '../../ui/table.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { DutyBars } from './duty-bars.tsx';
import css from './load.module.css';

interface PersonLoadCardProps {
  row: PersonLoad;
  limitMinutes: number;
  range: { from: string; to: string };
  title: string;
}

const MINUTE_MS = 60_000;

/** Everything that is shown about one person's work. */
export function PersonLoadCard({ row, limitMinutes, range, title }: PersonLoadCardProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { days } = row;
  const total = days.reduce((sum, { minutes }) => sum + minutes, 0);
  const limit = format.clock(limitMinutes * MINUTE_MS);
  const time = [
    [
      t('load.time'),
      t('load.timeOn', { count: days.length, n: days.length, time: format.clock(total * MINUTE_MS) }),
    ],
    [t('load.limit'), t('load.limitADay', { time: limit })],
    [t('load.longDays', { limit }), format.number(days.filter(({ overLimit }) => overLimit).length)],
  ] as const;
  const cases = [
    [t('load.decided'), format.number(row.decided)],
    [t('load.late'), format.number(row.decidedLate)],
    [t('load.inHand'), t('load.inHandSum', { claimed: row.claimed, given: row.given })],
    [t('load.drafts', { age: format.duration(OLD_DRAFT_MS) }), format.number(row.oldDrafts)],
    [t('load.pace'), row.pace === null ? t('load.paceNone') : format.number(row.pace)],
  ] as const;
  return (
    <Card title={title} flush>
      <div className={css.person}>
        <div className={css.facts}>
          <Facts rows={mayDo(row.person.role, 'assess') ? [...time, ...cases] : time} />
        </div>
        <div className={css.week}>
          <DutyBars days={days} limitMinutes={limitMinutes} range={range} large />
          {days.length === 0 ? (
            <p className={css.note}>{t('load.noDays')}</p>
          ) : (
            <div className={css.outdent}>
              <Table
                fixed
                label={t('load.days')}
                columns={[
                  { id: 'day', label: t('load.day'), width: '128px' },
                  { id: 'time', label: t('load.time'), align: 'right', width: '88px' },
                  { id: 'mark', label: '' },
                ]}
              >
                {[...days].reverse().map(({ day, minutes, overLimit, extended }) => (
                  <tr key={day}>
                    <td>{format.date(day)}</td>
                    <td className={css.right}>{format.clock(minutes * MINUTE_MS)}</td>
                    <td>
                      <span className={css.chips}>
                        {overLimit && <Chip tone="warn">{t('load.overLimit')}</Chip>}
                        {extended && <Chip>{t('load.extended')}</Chip>}
                      </span>
                    </td>
                  </tr>
                ))}
              </Table>
            </div>
          )}
        </div>
      </div>
    </Card>
  );
}
