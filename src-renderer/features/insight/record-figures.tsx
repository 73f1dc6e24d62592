import { useTranslation } from 'react-i18next';
import type { Summary } from '../../../shared/contract/insight.contract.ts';
import { DayBucket } from '../../../shared/domain/takedown.ts';
import { useCategoryName, useDestinationName } from '../referral/index.ts';
import { useSession } from '../vault/index.ts';
import { CountBars } from './count-bars.tsx';
import css from './figures-screen.module.css';
import { Numbers } from './numbers.tsx';

/** The figures of the hotline's work. */
export function RecordFigures({ summary }: { summary: Summary }) {
  const { t } = useTranslation();
  const { policy } = useSession();
  const destinationName = useDestinationName();
  const categoryName = useCategoryName(policy);
  const daysName = (id: DayBucket): string => {
    if (id === '0') return t('figures.sameDay');
    if (id === '4-5') return t('figures.daysBetween', { from: 4, to: 5 });
    if (id === '6+') return t('figures.daysFrom', { from: 6 });
    return t('figures.daysCount', { count: Number(id) });
  };
  return (
    <div className={css.stack}>
      <Numbers summary={summary} />
      <div className={css.grid}>
        <CountBars
          title={t('figures.byCategory')}
          counts={summary.assessments.byCategory}
          order={policy.categories.map((category) => category.code)}
          name={(code) => categoryName(code).line}
        />
        <CountBars
          title={t('figures.byLegality')}
          counts={summary.assessments.byLegality}
          order={['illegal', 'legal', 'undetermined'] as const}
          name={(id) => t(`enum.legality.${id}`)}
        />
        <CountBars
          title={t('figures.byState')}
          counts={summary.cases.byState}
          order={['open', 'held', 'escalated', 'referred', 'closed', 'merged'] as const}
          name={(id) => t(`enum.state.${id}`)}
        />
        <CountBars
          title={t('figures.byKind')}
          counts={summary.cases.byKind}
          order={['url', 'link', 'file'] as const}
          name={(id) => t(`enum.kind.${id}`)}
        />
        <CountBars
          title={t('figures.byDestination')}
          counts={summary.referrals.byDestination}
          order={Object.keys(summary.referrals.byDestination).sort()}
          name={destinationName}
        />
        <CountBars
          title={t('figures.byReferralState')}
          counts={summary.referrals.byState}
          order={['queued', 'sending', 'delivered', 'refused', 'parked'] as const}
          name={(id) => t(`enum.referralState.${id}`)}
        />
        <CountBars
          title={t('figures.days')}
          counts={summary.daysToDelivery}
          order={DayBucket.options}
          name={daysName}
        />
        <CountBars
          title={t('figures.daysToRemoval')}
          counts={summary.daysToRemoval}
          order={DayBucket.options}
          name={daysName}
        />
      </div>
    </div>
  );
}
