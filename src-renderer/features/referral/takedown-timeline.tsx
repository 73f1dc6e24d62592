import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ReferralSummary } from '../../../shared/contract/review.contract.ts';
import { mayDo } from '../../../shared/domain/duty.ts';
import { goneSince, recheckDueAt, takedownCourse } from '../../../shared/domain/takedown.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Chip } from '../../ui/chip.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { useNow } from '../../ui/use-now.ts';
import { usePersonName } from '../people/index.ts';
import { useSession } from '../vault/index.ts';
import { useDestinationName } from './destination-name.ts';
import { TakedownDialog } from './takedown-dialog.tsx';
import css from './takedown-timeline.module.css';

interface TakedownTimelineProps {
  /** All referrals of one case, or one of them. */
  referrals: readonly ReferralSummary[];
  /** When the case was first reported; null where that is not known. */
  receivedAt: string | null;
}

/** What desks and people said was done about a case, in the order in which it happened, with whatever contradicts it. */
export function TakedownTimeline({ referrals, receivedAt }: TakedownTimelineProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const nowMs = useNow();
  const nameOf = usePersonName();
  const destinationName = useDestinationName();
  const { person, policy } = useSession();
  const [stating, setStating] = useState(false);
  const steps = referrals.flatMap(({ id, destination, takedown }) =>
    takedown.map((step) => ({ ...step, referral: id, destination })),
  );
  const gone = goneSince(steps);
  const { recheckDays } = policy.takedown;
  const due = referrals.flatMap((referral) => {
    if (referral.state !== 'delivered' || referral.purpose === 'retraction') return [];
    if (referrals.some(({ inReplyTo }) => inReplyTo === referral.id)) return [];
    const own = {
      deliveredAt: referral.deliveredAt,
      steps: steps.filter((step) => step.referral === referral.id),
    };
    const at = recheckDueAt(own, recheckDays);
    return at !== null && Date.parse(at) <= nowMs ? [referral] : [];
  });
  const isAtDesk = referrals.some(
    ({ state }) => state !== 'refused' && state !== 'withdrawn' && state !== 'void',
  );
  return (
    <Card
      title={t('takedown.title')}
      actions={
        isAtDesk &&
        mayDo(person.role, 'send') && (
          <Button size="s" onPress={() => setStating(true)}>
            {t('takedown.add')}
          </Button>
        )
      }
    >
      <div className={css.whole}>
        {due.map((referral) => (
          <Banner key={referral.id} tone="warn">
            {t('takedown.recheck', { destination: destinationName(referral.destination), n: recheckDays })}
          </Banner>
        ))}
        {gone !== null && (
          <p className={css.gone}>
            <Chip tone="good">{t('takedown.gone')}</Chip> {format.dateTime(gone)}
            {receivedAt !== null && (
              <span className={css.soft}>
                {t('takedown.after', {
                  duration: format.duration(Math.max(0, Date.parse(gone) - Date.parse(receivedAt))),
                })}
              </span>
            )}
          </p>
        )}
        {steps.length === 0 ? (
          <p className={css.soft}>{t('takedown.none')}</p>
        ) : (
          <ol className={css.course}>
            {takedownCourse(steps).map(({ step, conflict }) => (
              <li
                key={`${step.referral} ${step.at} ${step.status} ${step.recordedAt} ${step.source}`}
                className={css.step}
                data-source={step.source}
              >
                <div className={css.head}>
                  <b>
                    {t(`enum.takedown.${step.status}`)}
                    {step.country && ` · ${format.country(step.country)}`}
                  </b>
                  <time dateTime={step.at}>{format.dateTime(step.at)}</time>
                  <span className={css.soft}>{destinationName(step.destination)}</span>
                </div>
                <p className={css.soft}>
                  {step.by === null
                    ? t(step.source === 'desk' ? 'takedown.bySigned' : 'takedown.byPartner', {
                        at: format.dateTime(step.recordedAt),
                        source: t(`enum.takedownSource.${step.source}`),
                      })
                    : t('takedown.byPerson', {
                        ...{ who: nameOf(step.by), at: format.dateTime(step.recordedAt) },
                        source: t(`enum.takedownSource.${step.source}`),
                      })}
                </p>
                {step.note !== '' && <p className={css.note}>{step.note}</p>}
                {conflict !== null && (
                  <p className={css.conflict}>
                    <Chip tone="warn">{t(`takedown.conflict.${conflict.kind}`)}</Chip>{' '}
                    {t(`takedown.conflictText.${conflict.kind}`, {
                      from: t(`enum.takedown.${conflict.from}`),
                    })}
                  </p>
                )}
              </li>
            ))}
          </ol>
        )}
      </div>
      {stating && <TakedownDialog referrals={referrals} onClose={() => setStating(false)} />}
    </Card>
  );
}
