import { useTranslation } from 'react-i18next';
import { mayDo } from '../../../shared/domain/duty.ts';
import type { CaseId } from '../../../shared/domain/ids.ts';
import { ReferralState } from '../../../shared/domain/referral.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { failureText } from '../../ui/failure-text.ts';
import { Screen } from '../../ui/screen.tsx';
import { Segments } from '../../ui/segments.tsx';
import { useSession } from '../vault/index.ts';
import { DeskStrip } from './desk-strip.tsx';
import { DestinationList } from './destination-list.tsx';
import css from './outbox-screen.module.css';
import { type OutboxPart, useOutbox, useOutboxStore } from './outbox-store.ts';
import { ReferralDetail } from './referral-detail.tsx';
import { ReferralTable } from './referral-table.tsx';

/** Referrals by state, and the destinations they go to. */
export function OutboxScreen({ onCase }: { onCase: (id: CaseId) => void }) {
  const { t } = useTranslation();
  const { person } = useSession();
  const store = useOutboxStore();
  const { part, sending, sent, asked, failure } = useOutbox((state) => state);
  const maySend = mayDo(person.role, 'send');
  return (
    <Screen
      title={t('outbox.title')}
      fixed
      actions={
        maySend && (
          <>
            <Button look="quiet" onPress={() => void store.getState().askDesks()}>
              {t('outbox.refresh')}
            </Button>
            <Button icon="outbox" isDisabled={sending} onPress={() => void store.getState().send()}>
              {sending ? t('outbox.sending') : t('outbox.send')}
            </Button>
          </>
        )
      }
    >
      <div className={css.layout}>
        <DeskStrip />
        <div className={css.bar}>
          <Segments<OutboxPart>
            label=""
            hiddenLabel={t('outbox.column.state')}
            size="s"
            segments={[
              { id: 'all', label: t('common.all') },
              ...ReferralState.options.map((id) => ({ id, label: t(`enum.referralState.${id}`) })),
              { id: 'rechecks', label: t('takedown.recheckList') },
              { id: 'destinations', label: t('outbox.destinations') },
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
        {failure && (
          <div className={css.failure}>
            <Banner tone="danger">{failureText(t, failure)}</Banner>
          </div>
        )}
        {asked !== null && asked.unproven + asked.unanswered > 0 && (
          <div className={css.failure}>
            <Banner tone="warn">
              {asked.unproven > 0 && <p>{t('outbox.askedUnproven', { unproven: asked.unproven })}</p>}
              {asked.unanswered > 0 && <p>{t('outbox.askedUnanswered', { unanswered: asked.unanswered })}</p>}
            </Banner>
          </div>
        )}
        {part === 'destinations' ? (
          <DestinationList />
        ) : (
          <div className={css.split}>
            <ReferralTable />
            <ReferralDetail onCase={onCase} />
          </div>
        )}
      </div>
    </Screen>
  );
}
