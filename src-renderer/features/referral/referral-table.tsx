import { useTranslation } from 'react-i18next';
import type { DeliveryTrouble } from '../../../shared/domain/delivery-trouble.ts';
import { Button } from '../../ui/button.tsx';
import { Chip } from '../../ui/chip.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Table } from '../../ui/table.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { useNow } from '../../ui/use-now.ts';
import { useDestinationName } from './destination-name.ts';
import css from './outbox-screen.module.css';
import { useOutbox, useOutboxStore } from './outbox-store.ts';
import { PURPOSE_TONE } from './purpose-tone.ts';
import { referralSubject } from './referral-subject.ts';
import { troubleText } from './trouble-text.ts';

export const REFERRAL_TONE = {
  queued: 'neutral',
  sending: 'accent',
  delivered: 'good',
  refused: 'danger',
  parked: 'warn',
  withdrawn: 'neutral',
  void: 'neutral',
} as const;

/** Referrals in rows; choosing one shows its history. */
export function ReferralTable() {
  const { t } = useTranslation();
  const format = useFormat();
  const destinationName = useDestinationName();
  const nowMs = useNow();
  const store = useOutboxStore();
  const told = (trouble: DeliveryTrouble | null) => trouble && troubleText(t, format, trouble);
  const { part, rechecks, chosen, ready, ...listed } = useOutbox((state) => state);
  const { referrals, total } = part === 'rechecks' ? rechecks : listed;
  if (ready && referrals.length === 0) return <Empty icon="outbox">{t('outbox.empty')}</Empty>;
  return (
    <div className={css.rows}>
      <Table
        fixed
        label={t('outbox.referrals')}
        columns={[
          { id: 'state', label: t('outbox.column.state'), width: '112px' },
          { id: 'destination', label: t('outbox.column.destination'), width: '132px' },
          { id: 'subject', label: t('outbox.column.subject') },
          { id: 'queued', label: t('outbox.column.queued'), width: '144px' },
          { id: 'due', label: t('outbox.column.due'), width: '148px' },
          {
            id: 'receipt',
            label: `${t('outbox.column.receipt')} / ${t('outbox.column.reason')}`,
            width: '18%',
          },
        ]}
      >
        {referrals.map((referral) => (
          <tr
            key={referral.id}
            data-choosable
            data-chosen={referral.id === chosen}
            onClick={() => store.getState().choose(referral.id)}
          >
            <td>
              <span className={css.state}>
                <Button
                  size="s"
                  look="quiet"
                  aria-label={`${t('outbox.detail')}: ${t(`enum.referralState.${referral.state}`)}`}
                  onPress={() => store.getState().choose(referral.id)}
                >
                  <Chip tone={REFERRAL_TONE[referral.state]}>
                    {t(`enum.referralState.${referral.state}`)}
                  </Chip>
                </Button>
              </span>
            </td>
            <td>{destinationName(referral.destination)}</td>
            <td title={referralSubject(referral, t('outbox.withheld'))}>
              <span className={css.about}>
                {referral.purpose !== 'new' && (
                  <Chip tone={PURPOSE_TONE[referral.purpose]}>{t(`enum.purpose.${referral.purpose}`)}</Chip>
                )}
                <code>{referralSubject(referral, t('outbox.withheld'))}</code>
              </span>
            </td>
            <td>{format.dateTime(referral.queuedAt)}</td>
            <td>
              {referral.state === 'delivered' ? '—' : <Until instant={referral.deadlineAt} nowMs={nowMs} />}
            </td>
            <td title={referral.reference ?? told(referral.reason) ?? undefined}>
              {referral.reference ?? told(referral.reason) ?? '—'}
              {referral.reportProblem !== null && (
                <p title={told(referral.reportProblem) ?? ''}>
                  <Chip tone="warn">{t('outbox.unprovenAnswer')}</Chip>
                </p>
              )}
            </td>
          </tr>
        ))}
      </Table>
      {part === 'rechecks' && referrals.length < total && (
        <p className={css.news}>{t('takedown.recheckMore', { n: total - referrals.length })}</p>
      )}
      {part !== 'rechecks' && referrals.length < total && (
        <Button look="quiet" wide onPress={() => void store.getState().loadMore()}>
          {t('common.more')}
        </Button>
      )}
    </div>
  );
}

/** The time left until a deadline. */
function Until({ instant, nowMs }: { instant: string | null; nowMs: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (instant === null) return '—';
  const left = Date.parse(instant) - nowMs;
  const duration = format.duration(left);
  return left < 0 ? (
    <span className={css.late}>{t('queue.due.overdue', { duration })}</span>
  ) : (
    t('common.in', { duration })
  );
}
