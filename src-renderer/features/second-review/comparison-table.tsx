import { useTranslation } from 'react-i18next';
import type { Disagreement } from '../../../shared/contract/second-review.contract.ts';
import { Card } from '../../ui/card.tsx';
import { Chip } from '../../ui/chip.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { useDestinationName } from '../referral/index.ts';
import css from './comparison-table.module.css';
import { useAttributeName } from './use-attribute-name.ts';
import { useSaid } from './use-said.ts';

/** Both judgements side by side, with the differences emphasised. */
export function ComparisonTable({ disagreement }: { disagreement: Disagreement }) {
  const { t } = useTranslation();
  const format = useFormat();
  const said = useSaid();
  const attributeName = useAttributeName();
  const routeOf = useRouteWords();
  const { first, second, differences } = disagreement;
  const both = [first, second] as const;
  const reasons = both.map(({ judgement }) =>
    judgement.reasons.map((reason) => t(`enum.reason.${reason}`)).join(', '),
  );
  return (
    <Card title={t('secondReview.dispute.compare')} flush>
      <table className={css.table} aria-label={t('secondReview.dispute.compare')}>
        <thead>
          <tr>
            <th scope="col">{t('secondReview.dispute.what')}</th>
            <th scope="col">
              {t('secondReview.dispute.first')} <b>{first.by.name}</b>
              <time>{format.dateTime(first.assessedAt)}</time>
            </th>
            <th scope="col">
              {t('secondReview.dispute.second')} <b>{second.by.name}</b>
              <time>{format.dateTime(second.assessedAt)}</time>
            </th>
          </tr>
        </thead>
        <tbody>
          {differences.map(({ attribute, first: one, second: other }) => (
            <tr key={attribute} data-differs={one !== other}>
              <th scope="row">
                <span>{attributeName(attribute)}</span>
                {one !== other && <Chip tone="warn">{t('secondReview.dispute.differs')}</Chip>}
              </th>
              <td>{said(attribute, one)}</td>
              <td>{said(attribute, other)}</td>
            </tr>
          ))}
          <Row name={t('assess.route')} cells={both.map(({ route }) => routeOf(route))} />
          <Row name={t('assess.reasons')} cells={reasons} />
          <Row name={t('assess.note')} cells={both.map(({ judgement }) => judgement.note)} />
        </tbody>
      </table>
    </Card>
  );
}

/**
 * An attribute that is not compared, but that the deciding supervisor reads. It is left out where both judgements lack
 * it.
 */
function Row({ name, cells }: { name: string; cells: readonly string[] }) {
  if (cells.every((cell) => cell === '')) return null;
  return (
    <tr>
      <th scope="row">{name}</th>
      {cells.map((cell, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the first and the second, always
        <td key={index} className={css.words}>
          {cell || '—'}
        </td>
      ))}
    </tr>
  );
}

function useRouteWords(): (route: Disagreement['first']['route']) => string {
  const { t } = useTranslation();
  const destinationName = useDestinationName();
  return ({ outcome, destinations }) =>
    destinations.length > 0 ? destinations.map(destinationName).join(' + ') : t(`enum.outcome.${outcome}`);
}
