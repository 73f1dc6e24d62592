import { useTranslation } from 'react-i18next';
import type { ReferralSummary } from '../../../shared/contract/review.contract.ts';
import { Card } from '../../ui/card.tsx';
import { Chip } from '../../ui/chip.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { troubleText, useDestinationName } from '../referral/index.ts';
import css from './case-view.module.css';

const TONE = {
  queued: 'neutral',
  sending: 'accent',
  delivered: 'good',
  refused: 'danger',
  parked: 'warn',
  withdrawn: 'neutral',
  void: 'neutral',
} as const;

/** The referrals of the case, with their state and takedown reports. */
export function ReferralLines({ referrals }: { referrals: readonly ReferralSummary[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const destinationName = useDestinationName();
  return (
    <Card title={t('case.referrals')} flush>
      <ul className={css.items}>
        {referrals.map((referral) => {
          return (
            <li key={referral.id} className={css.item}>
              <div className={css.itemHead}>
                <Chip tone={TONE[referral.state]}>{t(`enum.referralState.${referral.state}`)}</Chip>
                <b>{destinationName(referral.destination)}</b>
                <time>{format.dateTime(referral.deliveredAt ?? referral.queuedAt)}</time>
                {referral.reference !== null && <span className={css.soft}>{referral.reference}</span>}
              </div>
              {referral.state === 'void' && <p className={css.soft}>{t('seats.parallel.referral')}</p>}
              {referral.reason !== null && (
                <p className={css.soft}>{troubleText(t, format, referral.reason)}</p>
              )}
            </li>
          );
        })}
      </ul>
    </Card>
  );
}
