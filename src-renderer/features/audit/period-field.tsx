import { Button as AriaButton, Dialog, DialogTrigger, Popover } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { ANY_TIME, instantsOf, lastDays, type Period } from './ledger-filter.ts';
import css from './period-field.module.css';

const PRESETS = [
  ['today', 1],
  ['week', 7],
  ['month', 30],
] as const;

/** A period: two days, with times of day where the person sets them. */
export function PeriodField(props: {
  value: Period | undefined;
  onChange: (period: Period | undefined) => void;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const period = props.value ?? ANY_TIME;
  const { from, to } = instantsOf(period);
  const named = (day: string, time: string) =>
    `${format.date(new Date(`${day}T12:00`).toISOString())}${time === '' ? '' : `, ${time}`}`;
  const bounds = {
    from: from ? named(period.fromDay, period.fromTime) : '',
    to: to ? named(period.toDay, period.toTime) : '',
  };
  const label =
    from && to
      ? bounds.from === bounds.to
        ? bounds.from
        : t('ledger.filter.between', bounds)
      : from
        ? t('ledger.filter.since', bounds)
        : to
          ? t('ledger.filter.until', bounds)
          : t('ledger.filter.anyTime');
  const change = (part: Partial<Period>) => {
    const next = { ...period, ...part };
    props.onChange(Object.values(next).every((text) => text === '') ? undefined : next);
  };
  return (
    <DialogTrigger>
      <AriaButton className={css.trigger ?? ''} aria-label={`${t('ledger.filter.when')}: ${label}`}>
        <span>{label}</span>
        <Icon name="down" size={14} />
      </AriaButton>
      <Popover className={css.popover ?? ''} placement="bottom start" offset={4}>
        <Dialog className={css.dialog ?? ''} aria-label={t('ledger.filter.when')}>
          <div className={css.presets}>
            {PRESETS.map(([name, days]) => (
              <Button key={name} size="s" onPress={() => props.onChange(lastDays(days, new Date()))}>
                {t(`ledger.filter.${name}`)}
              </Button>
            ))}
            <Button size="s" look="quiet" onPress={() => props.onChange(undefined)}>
              {t('ledger.filter.anyTime')}
            </Button>
          </div>
          {(['from', 'to'] as const).map((end) => (
            <fieldset key={end} className={css.line}>
              <legend>{t(`ledger.filter.${end}`)}</legend>
              <input
                type="date"
                aria-label={t(`ledger.filter.${end}`)}
                value={period[`${end}Day`]}
                onChange={(event) => change({ [`${end}Day`]: event.currentTarget.value })}
              />
              <input
                type="time"
                aria-label={`${t(`ledger.filter.${end}`)}: ${t('ledger.filter.time')}`}
                value={period[`${end}Time`]}
                disabled={period[`${end}Day`] === ''}
                onChange={(event) => change({ [`${end}Time`]: event.currentTarget.value })}
              />
            </fieldset>
          ))}
          <p className={css.hint}>{t('ledger.filter.clock')}</p>
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}
