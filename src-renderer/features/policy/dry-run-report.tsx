import { useTranslation } from 'react-i18next';
import type { DryRunResult } from '../../../shared/contract/policy.contract.ts';
import type { RouteResult } from '../../../shared/domain/dry-run.ts';
import type { Protocol } from '../../../shared/domain/protocol.ts';
import { defangSubject } from '../../../shared/domain/subject.ts';
import { Banner } from '../../ui/banner.tsx';
import { Table } from '../../ui/table.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { useCategoryName, useDestinationName } from '../referral/index.ts';
import css from './policy.module.css';

/** Says what would change: in numbers, and case by case. */
export function DryRunReport(props: { result: DryRunResult; before: Protocol; after: Protocol }) {
  const { tally, changes } = props.result;
  const { t, i18n } = useTranslation();
  const format = useFormat();
  const destinationName = useDestinationName();
  const [was, becomes] = [useCategoryName(props.before.policy), useCategoryName(props.after.policy)];
  const rate = new Intl.NumberFormat(i18n.language, { style: 'percent', maximumFractionDigits: 1 });
  const hours = (n: number | null) =>
    n === null ? t('policy.value.noDeadline') : t('policy.value.hours', { n: format.number(n) });
  if (tally.looked === 0) return <Banner tone="neutral">{t('policy.dry.nothing')}</Banner>;
  const moved = tally.moves.filter(({ from, to }) => from !== to);
  const destinations = tally.destinations.filter((row) => row.before !== row.after);
  const rates = tally.secondReview.filter((row) => Math.abs(row.before - row.after) > 1e-9);
  return (
    <div className={css.section}>
      <Banner tone={tally.changed === 0 ? 'good' : 'warn'}>
        {tally.changed === 0
          ? t('policy.dry.same', { looked: format.number(tally.looked) })
          : t('policy.dry.changed', {
              changed: format.number(tally.changed),
              looked: format.number(tally.looked),
            })}
      </Banner>
      {moved.length > 0 && (
        <Table
          fixed
          label={t('policy.dry.moves')}
          columns={[
            { id: 'from', label: t('policy.dry.from') },
            { id: 'to', label: t('policy.dry.to') },
            { id: 'count', label: t('policy.dry.cases'), align: 'right', width: '88px' },
          ]}
        >
          {moved.map(({ from, to, count }) => (
            <tr key={`${from} ${to}`}>
              <td title={was(from).line}>{was(from).line}</td>
              <td title={becomes(to).line}>{becomes(to).line}</td>
              <td style={{ textAlign: 'right' }}>{format.number(count)}</td>
            </tr>
          ))}
        </Table>
      )}
      {destinations.length + tally.deadlines.length + rates.length > 0 && (
        <Table
          fixed
          label={t('policy.dry.figures')}
          columns={[
            { id: 'what', label: t('policy.compare.what') },
            { id: 'before', label: t('policy.dry.from'), align: 'right', width: '144px' },
            { id: 'after', label: t('policy.dry.to'), align: 'right', width: '144px' },
            { id: 'count', label: t('policy.dry.cases'), align: 'right', width: '88px' },
          ]}
        >
          {destinations.map((row) => (
            <tr key={row.destination}>
              <td>{t('policy.dry.referralsTo', { to: destinationName(row.destination) })}</td>
              <td style={{ textAlign: 'right' }}>{format.number(row.before)}</td>
              <td style={{ textAlign: 'right' }}>{format.number(row.after)}</td>
              <td />
            </tr>
          ))}
          {tally.deadlines.map(({ from, to, count }) => (
            <tr key={`${from} ${to}`}>
              <td>{t('policy.dry.deadline')}</td>
              <td style={{ textAlign: 'right' }}>{hours(from)}</td>
              <td style={{ textAlign: 'right' }}>{hours(to)}</td>
              <td style={{ textAlign: 'right' }}>{format.number(count)}</td>
            </tr>
          ))}
          {rates.map((row) => (
            <tr key={row.legality}>
              <td>{t('policy.dry.secondReview', { legality: t(`enum.legality.${row.legality}`) })}</td>
              <td style={{ textAlign: 'right' }}>{rate.format(row.before / row.looked)}</td>
              <td style={{ textAlign: 'right' }}>{rate.format(row.after / row.looked)}</td>
              <td style={{ textAlign: 'right' }}>{format.number(row.looked)}</td>
            </tr>
          ))}
        </Table>
      )}
      {changes.length > 0 && (
        <details>
          <summary>
            {t(changes.length < tally.changed ? 'policy.dry.listFirst' : 'policy.dry.list', {
              n: format.number(changes.length),
            })}
          </summary>
          <ul className={css.cases}>
            {changes.map((one) => (
              <li key={one.assessment}>
                <p className={css.subject} title={one.case}>
                  {defangSubject(one.kind, one.subject)}
                </p>
                <p className={css.hint}>
                  <RouteWords route={one.before} name={was(one.before.category).title} />
                  {' → '}
                  <RouteWords route={one.after} name={becomes(one.after.category).title} />
                </p>
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}

function RouteWords({ route, name }: { route: RouteResult; name: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const destinationName = useDestinationName();
  const parts = [
    name,
    t(`enum.outcome.${route.outcome}`),
    ...route.destinations.map(destinationName),
    ...(route.deadlineHours === null
      ? []
      : [t('policy.value.hours', { n: format.number(route.deadlineHours) })]),
  ];
  return <span>{parts.join(', ')}</span>;
}
