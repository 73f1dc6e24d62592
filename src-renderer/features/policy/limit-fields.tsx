import { useTranslation } from 'react-i18next';
import { PriorityWeights } from '../../../shared/domain/policy.ts';
import { Channel } from '../../../shared/domain/report.ts';
import { Card } from '../../ui/card.tsx';
import { NumberField } from '../../ui/number-field.tsx';
import { Toggles } from '../../ui/toggles.tsx';
import { useDraft } from './draft-context.ts';
import css from './policy.module.css';
import { WellbeingFields } from './wellbeing-fields.tsx';

const TERMS = PriorityWeights.keyof().options;
/** The courier's fields, with the factor from the stored value to the one shown. */
const COURIER = [
  ['maxAttempts', 1, null],
  ['baseDelayMs', 1000, 'seconds'],
  ['maxDelayMs', 1000, 'seconds'],
  ['timeoutMs', 1000, 'seconds'],
  ['outageMinutes', 1, 'minutes'],
] as const;

const FLOOD = [
  ['floodCases', null],
  ['floodHours', 'hours'],
] as const;

/** The fields of the points that make up a case's priority. */
export function PriorityFields() {
  const { t } = useTranslation();
  const { policy, change, errorAt } = useDraft();
  return (
    <Card title={t('policy.section.priority')}>
      <div className={css.section}>
        <div className={css.fields}>
          {TERMS.map((term) => (
            <NumberField
              key={term}
              label={t(`policy.priority.${term}`)}
              value={policy.priority[term]}
              onChange={(value) => change({ priority: { ...policy.priority, [term]: value ?? Number.NaN } })}
              unit={t('policy.unit.points')}
              error={errorAt(`priority.${term}`)}
            />
          ))}
        </div>
        <Toggles<Channel>
          label={t('policy.field.trustedChannels')}
          choices={Channel.options.map((id) => ({ id, label: t(`enum.channel.${id}`) }))}
          value={policy.trustedChannels}
          onChange={(trustedChannels) => change({ trustedChannels })}
        />
      </div>
    </Card>
  );
}

/** The fields for working time, the idle lock, matching and the courier's attempts. */
export function SessionFields() {
  const { t } = useTranslation();
  const { policy, change, errorAt } = useDraft();
  const { matching, session, courier, takedown, seats } = policy;
  return (
    <div className={css.two}>
      <Card title={t('policy.section.session')}>
        <div className={css.section}>
          <div className={css.fields}>
            {(['idleLockMinutes', 'dutyMinutesPerDay'] as const).map((name) => (
              <NumberField
                key={name}
                label={t(`policy.field.session.${name}`)}
                value={session[name]}
                onChange={(value) => change({ session: { ...session, [name]: value ?? Number.NaN } })}
                unit={t('policy.unit.minutes')}
                error={errorAt(`session.${name}`)}
              />
            ))}
          </div>
          <WellbeingFields />
        </div>
      </Card>
      <Card title={t('policy.section.matching')}>
        <div className={css.section}>
          <div className={css.fields}>
            {FLOOD.map(([name, unit]) => (
              <NumberField
                key={name}
                label={t(`policy.field.matching.${name}`)}
                value={matching[name]}
                onChange={(value) => change({ matching: { ...matching, [name]: value ?? Number.NaN } })}
                {...(unit === null ? {} : { unit: t(`policy.unit.${unit}`) })}
                error={errorAt(`matching.${name}`)}
              />
            ))}
          </div>
          <Toggles<'oneStroke'>
            label={t('policy.field.matching.oneStroke')}
            choices={[{ id: 'oneStroke', label: t('policy.value.allowed') }]}
            value={matching.oneStroke ? ['oneStroke'] : []}
            onChange={(chosen) => change({ matching: { ...matching, oneStroke: chosen.length > 0 } })}
          />
        </div>
      </Card>
      <Card title={t('policy.section.courier')}>
        <div className={css.fields}>
          {COURIER.map(([name, scale, unit]) => (
            <NumberField
              key={name}
              label={t(`policy.field.courier.${name}`)}
              value={courier[name]}
              onChange={(value) => change({ courier: { ...courier, [name]: value ?? Number.NaN } })}
              scale={scale}
              {...(unit === null ? {} : { unit: t(`policy.unit.${unit}`) })}
              error={errorAt(`courier.${name}`)}
            />
          ))}
          <NumberField
            label={t('policy.field.courier.aloneAfterMinutes')}
            value={courier.aloneAfterMinutes}
            optional
            hint={t('policy.hint.alone')}
            onChange={(value) => change({ courier: { ...courier, aloneAfterMinutes: value } })}
            unit={t('policy.unit.minutes')}
            error={errorAt('courier.aloneAfterMinutes')}
          />
          <NumberField
            label={t('policy.field.takedown.recheckDays')}
            value={takedown.recheckDays}
            onChange={(value) => change({ takedown: { recheckDays: value ?? Number.NaN } })}
            unit={t('policy.unit.days')}
            error={errorAt('takedown.recheckDays')}
          />
          <Toggles<'keepCopy'>
            label={t('policy.field.seats.keepCopy')}
            choices={[{ id: 'keepCopy', label: t('policy.value.allowed') }]}
            value={seats.keepCopy ? ['keepCopy'] : []}
            onChange={(chosen) => change({ seats: { keepCopy: chosen.length > 0 } })}
          />
        </div>
      </Card>
    </div>
  );
}
