import { useTranslation } from 'react-i18next';
import type { Summary } from '../../../shared/contract/insight.contract.ts';
import { useFormat } from '../../ui/use-format.ts';
import css from './figures-screen.module.css';

/** The sums one looks for first. */
export function Numbers({ summary }: { summary: Summary }) {
  const { t } = useTranslation();
  const format = useFormat();
  const numbers: [string, number, boolean][] = [
    [t('figures.reports'), summary.reports, false],
    [t('figures.subjects'), summary.subjects, false],
    [t('figures.duplicates'), summary.duplicates, false],
    [t('figures.cases'), summary.cases.total, false],
    [t('figures.assessments'), summary.assessments.total, false],
    [t('figures.overdueReview'), summary.overdue.review, summary.overdue.review > 0],
    [t('figures.overdueReferral'), summary.overdue.referral, summary.overdue.referral > 0],
  ];
  return (
    <dl className={css.numbers}>
      {numbers.map(([label, value, late]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd className={late ? css.late : undefined}>{format.number(value)}</dd>
        </div>
      ))}
    </dl>
  );
}
