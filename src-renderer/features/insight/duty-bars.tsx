import { useTranslation } from 'react-i18next';
import type { DutyDay } from '../../../shared/domain/workload.ts';
import { classNames } from '../../ui/class-names.ts';
import { useFormat } from '../../ui/use-format.ts';
import css from './load.module.css';
import { daysOf } from './period.ts';

interface DutyBarsProps {
  days: readonly DutyDay[];
  limitMinutes: number;
  range: { from: string; to: string };
  large?: boolean;
}

/** The height of the limit line; the space above it has room for half as much again. */
const LIMIT_AT = 2 / 3;
const MINUTE_MS = 60_000;

/** One bar per day under a line at the limit. A screen reader hears the sum; the days are in the table beside it. */
export function DutyBars({ days, limitMinutes, range, large = false }: DutyBarsProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const byDay = new Map(days.map((day) => [day.day, day]));
  const total = days.reduce((sum, { minutes }) => sum + minutes, 0);
  const over = days.filter(({ overLimit }) => overLimit).length;
  return (
    <div
      role="img"
      aria-label={t('load.bars', {
        count: days.length,
        n: days.length,
        time: format.clock(total * MINUTE_MS),
        over,
      })}
      className={classNames(css.bars, large && css.large)}
    >
      <div className={css.line} style={{ bottom: `${LIMIT_AT * 100}%` }}>
        {large && <span className={css.limit}>{format.clock(limitMinutes * MINUTE_MS)}</span>}
      </div>
      {daysOf(range).map((date) => {
        const day = byDay.get(date);
        const height = day ? Math.min(1, (day.minutes / limitMinutes) * LIMIT_AT) : 0;
        const told = `${format.date(date)}: ${format.clock((day?.minutes ?? 0) * MINUTE_MS)}`;
        return (
          <div key={date} className={css.slot} title={told}>
            {day?.overLimit && (
              <div
                className={classNames(css.bar, css.over)}
                style={{ height: `${(height - LIMIT_AT) * 100}%` }}
              />
            )}
            <div
              className={css.bar}
              style={{ height: `${Math.min(height, day?.overLimit ? LIMIT_AT : 1) * 100}%` }}
            />
          </div>
        );
      })}
    </div>
  );
}
