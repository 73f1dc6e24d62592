import { useTranslation } from 'react-i18next';
import type { Summary } from '../../../shared/contract/insight.contract.ts';
import { FigureRow } from '../../ui/figure-row.tsx';

/** The most important sums. */
export function Numbers({ summary }: { summary: Summary }) {
  const { t } = useTranslation();
  const { review, referral } = summary.overdue;
  return (
    <FigureRow
      figures={[
        { label: t('figures.reports'), value: summary.reports },
        { label: t('figures.subjects'), value: summary.subjects },
        { label: t('figures.duplicates'), value: summary.duplicates },
        { label: t('figures.cases'), value: summary.cases.total },
        { label: t('figures.assessments'), value: summary.assessments.total },
        { label: t('figures.overdueReview'), value: review, isAlarming: review > 0 },
        { label: t('figures.overdueReferral'), value: referral, isAlarming: referral > 0 },
      ]}
    />
  );
}
