import { useTranslation } from 'react-i18next';
import type { CaseId } from '../../../shared/domain/ids.ts';
import { ReferralState } from '../../../shared/domain/referral.ts';
import { Banner } from '../../ui/banner.tsx';
import { Segments } from '../../ui/segments.tsx';
import css from './outbox-screen.module.css';
import { type OutboxPart, useOutbox, useOutboxStore } from './outbox-store.ts';
import { ReferralDetail } from './referral-detail.tsx';
import { ReferralTable } from './referral-table.tsx';

/** Referrals by state, what the last sending or asking told, and the chosen one. */
export function ReferralsView({ onCase }: { onCase: (id: CaseId) => void }) {
  const { t } = useTranslation();
  const store = useOutboxStore();
  const { part, sent, asked } = useOutbox((state) => state);
  return (
    <>
      <div className={css.bar}>
        <Segments<OutboxPart>
          label=""
          hiddenLabel={t('outbox.column.state')}
          size="s"
          segments={[
            { id: 'all', label: t('common.all') },
            ...ReferralState.options.map((id) => ({ id, label: t(`enum.referralState.${id}`) })),
            { id: 'rechecks', label: t('takedown.recheckList') },
          ]}
          value={part}
          onChange={store.getState().look}
        />
        <p className={css.news} role="status">
          {sent !== null && t('outbox.sent', { ...sent })}
          {asked !== null && t('outbox.asked', { ...asked })}
          {asked !== null &&
            asked.refused > 0 &&
            t('outbox.askedRefused', { n: asked.refused, refused: asked.refused })}
        </p>
      </div>
      {asked !== null && asked.unproven + asked.unanswered > 0 && (
        <div className={css.failure}>
          <Banner tone="warn">
            {asked.unproven > 0 && <p>{t('outbox.askedUnproven', { unproven: asked.unproven })}</p>}
            {asked.unanswered > 0 && <p>{t('outbox.askedUnanswered', { unanswered: asked.unanswered })}</p>}
          </Banner>
        </div>
      )}
      <div className={css.split}>
        <ReferralTable />
        <ReferralDetail onCase={onCase} />
      </div>
    </>
  );
}
