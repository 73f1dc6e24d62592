import { useTranslation } from 'react-i18next';
import { mayDo } from '../../../shared/domain/duty.ts';
import type { CaseId } from '../../../shared/domain/ids.ts';
import type { ReferralState } from '../../../shared/domain/referral.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { Chip } from '../../ui/chip.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Facts } from '../../ui/facts.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { useSession } from '../vault/index.ts';
import { useDestinationName } from './destination-name.ts';
import { FrozenPanel } from './frozen-panel.tsx';
import css from './outbox-screen.module.css';
import { useOutbox, useOutboxStore } from './outbox-store.ts';
import { PURPOSE_TONE } from './purpose-tone.ts';
import { referralSubject } from './referral-subject.ts';
import { REFERRAL_TONE } from './referral-table.tsx';
import { TakedownTimeline } from './takedown-timeline.tsx';
import { troubleText } from './trouble-text.ts';
import { whatToDo } from './what-to-do.ts';

/** One referral: its delivery and the takedown reports about it. */
export function ReferralDetail({ onCase }: { onCase: (id: CaseId) => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const destinationName = useDestinationName();
  const { person } = useSession();
  const store = useOutboxStore();
  const referral = useOutbox(
    (state) =>
      [...state.referrals, ...state.rechecks.referrals].find(({ id }) => id === state.chosen) ?? null,
  );
  const listed = useOutbox((state) => state.referrals);
  const outage = useOutbox(
    (state) => state.destinations.find(({ id }) => id === referral?.destination)?.outage ?? null,
  );
  if (referral === null) {
    return (
      <aside className={css.detail}>
        <Empty icon="outbox">{t('outbox.choose')}</Empty>
      </aside>
    );
  }
  const waits = referral.state === 'queued';
  const nextAttempt = (at: string | null) =>
    at === null || Date.parse(at) <= Date.now() ? t('common.now') : format.dateTime(at);
  const isDelivered = referral.state === 'delivered';
  const facts: [string, string | null][] = [
    [t('outbox.column.destination'), destinationName(referral.destination)],
    [t('outbox.column.purpose'), t(`enum.purpose.${referral.purpose}`)],
    [t('outbox.column.queued'), format.dateTime(referral.queuedAt)],
    [t('outbox.column.due'), referral.deadlineAt && format.dateTime(referral.deadlineAt)],
    [t('outbox.column.attempts'), format.number(referral.attempts)],
    [t('outbox.column.next'), waits ? nextAttempt(outage?.nextProbeAt ?? referral.nextAttemptAt) : null],
    [t('outbox.column.reason'), referral.reason && troubleText(t, format, referral.reason)],
    [
      t('outbox.todo.label'),
      referral.state === 'parked' && referral.reason ? whatToDo(t, referral.reason) : null,
    ],
    [t('outbox.delivered'), referral.deliveredAt && format.dateTime(referral.deliveredAt)],
    [t('outbox.column.receipt'), referral.reference ?? (isDelivered ? t('outbox.confirmed') : null)],
  ];
  const subjectCase = referral.case;
  const earlier = listed.some(({ id }) => id === referral.inReplyTo) ? referral.inReplyTo : null;
  return (
    <aside className={css.detail} aria-label={t('outbox.detail')}>
      <div>
        <Chip tone={REFERRAL_TONE[referral.state]}>{t(`enum.referralState.${referral.state}`)}</Chip>{' '}
        {referral.purpose !== 'new' && (
          <Chip tone={PURPOSE_TONE[referral.purpose]}>{t(`enum.purpose.${referral.purpose}`)}</Chip>
        )}
      </div>
      <p className={css.subject} data-testid="referral-subject">
        {referralSubject(referral, t('outbox.withheld'))}
      </p>
      {!isDelivered && referral.sealedAt !== null && (
        <Banner tone="neutral">{t('outbox.carried', { date: format.dateTime(referral.sealedAt) })}</Banner>
      )}
      <Facts rows={facts} />
      <div className={css.actions} style={{ justifyContent: 'flex-start' }}>
        {subjectCase !== null && (
          <Button size="s" onPress={() => onCase(subjectCase)}>
            {t('outbox.openCase')}
          </Button>
        )}
        {earlier !== null && (
          <Button size="s" onPress={() => store.getState().choose(earlier)}>
            {t('outbox.openEarlier')}
          </Button>
        )}
        {referral.state === 'parked' && (
          <Button size="s" look="primary" onPress={() => void store.getState().resume(referral.id)}>
            {t(referral.reason?.code === 'outcome-unknown' ? 'outbox.sendAgain' : 'outbox.resume')}
          </Button>
        )}
        {referral.state === 'parked' && (
          <Button size="s" onPress={() => void store.getState().confirm(referral.id)}>
            {t('outbox.confirm')}
          </Button>
        )}
      </div>
      {(referral.takedown.length > 0 || referral.reportProblem !== null || expectsNews(referral.state)) && (
        <section>
          <h3>{t('outbox.course')}</h3>
          {referral.reportProblem !== null && (
            <Banner tone="warn">
              {t('outbox.unproven', { reason: troubleText(t, format, referral.reportProblem) })}
            </Banner>
          )}
          {referral.takedown.length === 0 && referral.state !== 'delivered' ? (
            <p>{t('outbox.notSent')}</p>
          ) : (
            <TakedownTimeline referrals={[referral]} receivedAt={null} />
          )}
        </section>
      )}
      {mayDo(person.role, 'review') && <FrozenPanel key={referral.id} referral={referral} />}
    </aside>
  );
}

/** A desk that refused a referral, or never got it, sends no news of it. */
const expectsNews = (state: ReferralState): boolean =>
  state !== 'refused' && state !== 'withdrawn' && state !== 'void';
