import { useTranslation } from 'react-i18next';
import { Card } from '../../ui/card.tsx';
import { useFormat } from '../../ui/use-format.ts';
import css from './figures-screen.module.css';

interface CountBarsProps<Id extends string> {
  title: string;
  counts: Partial<Record<string, number>>;
  /** Every line, in this order, also where the count is zero. */
  order: readonly Id[];
  name: (id: Id) => string;
}

/** A table of counts by kind; bars show the share of each. */
export function CountBars<Id extends string>({ title, counts, order, name }: CountBarsProps<Id>) {
  const { t } = useTranslation();
  const format = useFormat();
  const values = order.map((id) => counts[id] ?? 0);
  const total = values.reduce((sum, value) => sum + value, 0);
  const largest = Math.max(...values, 1);
  return (
    <Card title={title} flush>
      <table className={css.bars} aria-label={title}>
        <tbody>
          {order.map((id, index) => {
            const value = values[index] ?? 0;
            return (
              <tr key={id}>
                <th scope="row" title={name(id)}>
                  {name(id)}
                </th>
                <td className={css.barCell}>
                  <div className={css.bar} style={{ width: `${(value / largest) * 100}%` }} />
                </td>
                <td className={css.value}>{format.number(value)}</td>
                <td className={css.share}>{format.percent(value, total)}</td>
              </tr>
            );
          })}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{total === 0 ? t('figures.nothing') : t('figures.total')}</th>
            <td />
            <td className={css.value}>{total > 0 && format.number(total)}</td>
            <td />
          </tr>
        </tfoot>
      </table>
    </Card>
  );
}
