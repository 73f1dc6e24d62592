import { useTranslation } from 'react-i18next';
import { KAPPA_FROM_PAIRS } from '../../../shared/domain/agreement.ts';
import { Card } from '../../ui/card.tsx';
import { Table } from '../../ui/table.tsx';
import { useFormat } from '../../ui/use-format.ts';
import css from './second-review.module.css';

export interface AgreementRow {
  id: string;
  name: string;
  pairs: number;
  same: number;
  kappa: number | null;
}

interface AgreementTableProps {
  title: string;
  /** The heading of the first column. */
  column: string;
  /** A line that says what was compared, where the rows do not. */
  text?: string;
  rows: readonly AgreementRow[];
}

/** How often two people gave the same answer, in the order of names: people are not ranked. */
export function AgreementTable({ title, column, text, rows }: AgreementTableProps) {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  const kappaText = new Intl.NumberFormat(i18n.language, {
    minimumFractionDigits: 2,
    maximumFractionDigits: 2,
  });
  return (
    <Card title={title} flush>
      {text !== undefined && <p className={css.note}>{text}</p>}
      {rows.length === 0 ? (
        <p className={css.more}>{t('secondReview.agreement.nothing')}</p>
      ) : (
        <Table
          fixed
          label={title}
          columns={[
            { id: 'name', label: column },
            { id: 'pairs', label: t('secondReview.agreement.column.pairs'), align: 'right', width: '72px' },
            { id: 'same', label: t('secondReview.agreement.column.same'), align: 'right', width: '88px' },
            { id: 'share', label: t('secondReview.agreement.column.share'), align: 'right', width: '84px' },
            { id: 'kappa', label: t('secondReview.agreement.column.kappa'), align: 'right', width: '116px' },
          ]}
        >
          {rows.map(({ id, name, pairs, same, kappa }) => (
            <tr key={id}>
              <td title={name}>{name}</td>
              <td style={{ textAlign: 'right' }}>{format.number(pairs)}</td>
              <td style={{ textAlign: 'right' }}>{format.number(same)}</td>
              <td style={{ textAlign: 'right' }}>{format.percent(same, pairs)}</td>
              <td style={{ textAlign: 'right' }}>
                {kappa === null ? (
                  <span
                    className={css.soft}
                    title={t('secondReview.agreement.notEnoughHint', { n: KAPPA_FROM_PAIRS })}
                  >
                    {t('secondReview.agreement.notEnough')}
                  </span>
                ) : (
                  kappaText.format(kappa)
                )}
              </td>
            </tr>
          ))}
        </Table>
      )}
    </Card>
  );
}
