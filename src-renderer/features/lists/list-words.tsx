import { useTranslation } from 'react-i18next';
import type { HashList, ListArrival } from '../../../shared/contract/lists.contract.ts';
import type { ListMeaning } from '../../../shared/domain/hash-list.ts';
import { Chip, type Tone } from '../../ui/chip.tsx';
import { classNames } from '../../ui/class-names.ts';
import { Icon } from '../../ui/icon.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { useNow } from '../../ui/use-now.ts';
import { ageOf } from './list-age.ts';
import css from './lists.module.css';

const MEANING_TONES: Readonly<Record<ListMeaning, Tone>> = {
  baseline: 'danger',
  national: 'warn',
  'known-legal': 'good',
  negative: 'neutral',
  watch: 'accent',
};

/** Shows what a match with a list means. */
export function MeaningChip({ meaning }: { meaning: ListMeaning }) {
  const { t } = useTranslation();
  return <Chip tone={MEANING_TONES[meaning]}>{t(`enum.listMeaning.${meaning}`)}</Chip>;
}

/** Shows that the content of a list is not all at this seat, and how far it has come. */
export function ArrivalChip({ arrival: { taken, of, isUnfit } }: { arrival: ListArrival }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (isUnfit) return <Chip tone="danger">{t('lists.arrival.unfitChip')}</Chip>;
  return (
    <Chip tone="warn">
      {of === null
        ? t('lists.arrival.chip')
        : t('lists.arrival.chipOf', { n: format.number(taken), of: format.number(of) })}
    </Chip>
  );
}

/** Says the same in sentences, with what matches until then. */
export function ArrivalText({ arrival, version }: { arrival: ListArrival; version: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { answers, taken, of, isUnfit } = arrival;
  return (
    <>
      {isUnfit
        ? t('lists.arrival.unfit', { version })
        : of === null
          ? t('lists.arrival.way', { version })
          : t('lists.arrival.wayOf', { version, n: format.number(taken), of: format.number(of) })}{' '}
      {answers === 0 ? t('lists.arrival.nothing') : t('lists.arrival.earlier', { version: answers })}
    </>
  );
}

/** The day that a list's content is from; an old list is marked in words and with a sign, not by colour alone. */
export function AsOf({ list }: { list: HashList }) {
  const { t } = useTranslation();
  const format = useFormat();
  const age = ageOf(list, useNow(3_600_000));
  const words =
    age.kind === 'no-date'
      ? t('lists.age.noDate')
      : age.kind === 'future'
        ? t('lists.age.future')
        : age.kind === 'old'
          ? t('lists.age.old', { count: age.days, n: format.number(age.days) })
          : t('lists.age.fresh', { count: age.days, n: format.number(age.days) });
  const day = list.asOf === null ? null : format.date(`${list.asOf}T12:00:00`);
  const text = day === null ? words : `${day} · ${words}`;
  return (
    <span className={classNames(css.age, list.isStale && css.stale)} title={text}>
      {list.isStale && <Icon name="alert" size={14} />}
      <span>{text}</span>
    </span>
  );
}
