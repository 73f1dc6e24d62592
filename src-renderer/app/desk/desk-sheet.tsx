import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { labelsText } from '../../../shared/domain/assessed-labels.ts';
import { CountryCode } from '../../../shared/domain/country.ts';
import type { DeskReferral } from '../../../shared/domain/desk-page.ts';
import { TakedownStatus, takedownCourse } from '../../../shared/domain/takedown.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { Chip } from '../../ui/chip.tsx';
import { ComboField } from '../../ui/combo-field.tsx';
import { countryChoices } from '../../ui/country-choices.ts';
import { Facts } from '../../ui/facts.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { recordStep } from './desk-client.ts';
import css from './desk-page.module.css';

interface DeskSheetProps {
  referral: DeskReferral;
  /** The subject in one line, defanged. */
  subject: string;
  onRecorded: (referral: DeskReferral) => void;
}

/** One referral as the desk got it, with the steps so far. */
export function DeskSheet({ referral, subject, onRecorded }: DeskSheetProps) {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  const [status, setStatus] = useState<TakedownStatus | null>(null);
  const [country, setCountry] = useState<string | null>(null);
  const [untaken, setUntaken] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const [hasFailed, setFailed] = useState(false);
  const { body, steps, damagedLines } = referral;
  const { judgement } = body.assessment;
  const to = CountryCode.safeParse(country);
  const isReady = status !== null && (status !== 'moved' || to.success) && !isBusy;
  const record = async () => {
    if (status === null || !isReady) return;
    setBusy(true);
    setFailed(false);
    try {
      const at = new Date().toISOString();
      const moved = status === 'moved' && to.success ? { country: to.data } : {};
      onRecorded(await recordStep(body.referral, { status, at, ...moved }));
      setStatus(null);
      setCountry(null);
    } catch {
      setFailed(true);
    }
    setBusy(false);
  };
  const course = takedownCourse(
    steps.map((step) => ({ ...step, recordedAt: step.at, referral: body.referral })),
  );
  const hashes = Object.entries(body.subject.hashes ?? {}).map(
    ([name, value]) => [name, <code key={name}>{value}</code>] as const,
  );
  return (
    <article className={css.sheet} aria-label={referral.reference}>
      <div className={css.head}>
        <h2>{referral.reference}</h2>
        <Chip tone={body.kind === 'new' ? 'neutral' : 'warn'}>{t(`enum.purpose.${body.kind}`)}</Chip>
        <span className={css.print}>
          <Button size="s" onPress={() => window.print()}>
            {t('desk.print')}
          </Button>
        </span>
      </div>
      <p className={css.address} data-testid="desk-subject">
        {subject}
      </p>
      <Facts
        rows={[
          [t('desk.from'), `${body.hotline.name} (${body.hotline.country})`],
          [t('desk.receivedAt'), format.dateTime(referral.receivedAt)],
          [t('outbox.column.due'), body.route.deadlineAt && format.dateTime(body.route.deadlineAt)],
          [t('assess.legality'), t(`enum.legality.${judgement.legality}`)],
          [
            t('assess.classification'),
            judgement.classification ? t(`enum.classification.${judgement.classification}`) : null,
          ],
          [t('assess.age'), judgement.age ? t(`enum.age.${judgement.age}`) : null],
          [t('assess.gender'), judgement.gender ? t(`enum.gender.${judgement.gender}`) : null],
          [t('assess.siteType'), judgement.siteType ? t(`enum.siteType.${judgement.siteType}`) : null],
          [t('assess.labels'), judgement.labels ? labelsText(judgement.labels) : null],
          [t('assess.hostingSource'), t(`enum.hostingSource.${judgement.hosting.source}`)],
          [
            t('case.hosting'),
            judgement.hosting.country === null ? null : format.country(judgement.hosting.country),
          ],
          [t('desk.case'), body.subject.case],
          [t('desk.sightings'), format.number(body.subject.sightings)],
          [t('assess.note'), judgement.note === '' ? null : judgement.note],
          ...hashes,
          ['SHA-256', referral.bodySha256],
        ]}
      />
      <section>
        <h3>{t('takedown.title')}</h3>
        {damagedLines > 0 && <Banner tone="danger">{t('desk.damaged', { n: damagedLines })}</Banner>}
        {course.length === 0 && <p className={css.soft}>{t('desk.noSteps')}</p>}
        <ol className={css.steps}>
          {course.map(({ step, conflict }) => (
            <li key={`${step.at} ${step.status}`}>
              <b>
                {t(`enum.takedown.${step.status}`)}
                {step.country && ` · ${format.country(step.country)}`}
              </b>{' '}
              <time dateTime={step.at}>{format.dateTime(step.at)}</time>{' '}
              {conflict !== null && <Chip tone="warn">{t(`takedown.conflict.${conflict.kind}`)}</Chip>}
            </li>
          ))}
        </ol>
      </section>
      <section className={css.form} aria-label={t('takedown.add')}>
        <SelectField
          label={t('desk.next')}
          placeholder={t('common.choose')}
          choices={TakedownStatus.options.map((id) => ({ id, label: t(`enum.takedown.${id}`) }))}
          value={status}
          onChange={setStatus}
        />
        {status === 'moved' && (
          <ComboField
            label={t('takedown.movedTo')}
            choices={countryChoices(i18n.language)}
            value={country}
            onChange={setCountry}
            untaken={untaken}
            onUntaken={setUntaken}
          />
        )}
        <Button look="primary" isDisabled={!isReady} onPress={() => void record()}>
          {t('takedown.record')}
        </Button>
        {hasFailed && <Banner tone="danger">{t('desk.notRecorded')}</Banner>}
        <p className={css.soft}>{t('desk.signed')}</p>
      </section>
    </article>
  );
}
