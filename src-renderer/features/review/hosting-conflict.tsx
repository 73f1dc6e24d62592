import { useTranslation } from 'react-i18next';
import type { CaseDetail } from '../../../shared/contract/review.contract.ts';
import { useFormat } from '../../ui/use-format.ts';
import css from './assess-form.module.css';

/**
 * Says beside the field that decides the route that reports of the case name different countries, and how many name which:
 * the field is filled in with one of them.
 */
export function HostingConflict({ hostings }: { hostings: CaseDetail['hostings'] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const named = hostings.flatMap(({ country, sightings }) =>
    country === null ? [] : [{ country, sightings }],
  );
  if (named.length < 2) return null;
  const list = named.map(
    ({ country, sightings }) => `${format.country(country)} ${format.number(sightings)}×`,
  );
  return <p className={css.conflict}>{t('assess.hostingsDiffer', { list: list.join(', ') })}</p>;
}
