import { useTranslation } from 'react-i18next';
import { Intensity } from '../../../shared/domain/intensity.ts';
import type { Policy } from '../../../shared/domain/policy.ts';
import { NumberField } from '../../ui/number-field.tsx';
import { Toggles } from '../../ui/toggles.tsx';
import { useDraft } from './draft-context.ts';
import { ListField } from './list-field.tsx';
import css from './policy.module.css';

/** The fields for rests, whom the day's limit binds, and what to announce before a narrative. */
export function WellbeingFields() {
  const { t } = useTranslation();
  const { policy, change, errorAt } = useDraft();
  const { session } = policy;
  const put = (part: Partial<Policy['session']>) => change({ session: { ...session, ...part } });
  return (
    <div className={css.section}>
      <div className={css.fields}>
        <NumberField
          label={t('policy.field.session.breakAfterMinutes')}
          value={session.breakAfterMinutes}
          optional
          onChange={(breakAfterMinutes) => put({ breakAfterMinutes })}
          unit={t('policy.unit.minutes')}
          hint={t('policy.hint.breakAfter')}
          error={errorAt('session.breakAfterMinutes')}
        />
        <NumberField
          label={t('policy.field.session.breakMinutes')}
          value={session.breakMinutes}
          onChange={(value) => put({ breakMinutes: value ?? Number.NaN })}
          unit={t('policy.unit.minutes')}
          error={errorAt('session.breakMinutes')}
        />
      </div>
      <Toggles<'binds'>
        label={t('policy.field.session.limitBindsSupervisors')}
        choices={[{ id: 'binds', label: t('policy.value.yes') }]}
        value={session.limitBindsSupervisors ? ['binds'] : []}
        onChange={(chosen) => put({ limitBindsSupervisors: chosen.length > 0 })}
      />
      {Intensity.options.map((level) => (
        <ListField
          key={level}
          label={t('policy.field.session.siteTypesOf', { level: t(`wellbeing.intensity.${level}`) })}
          value={typesOf(session, level)}
          onChange={(types) => put({ intensityBySiteType: withTypes(session, level, types) })}
          error={errorAt('session.intensityBySiteType')}
        />
      ))}
    </div>
  );
}

type Rules = Pick<Policy['session'], 'intensityBySiteType'>;

const typesOf = ({ intensityBySiteType }: Rules, level: Intensity): string[] =>
  Object.entries(intensityBySiteType)
    .filter(([, is]) => is === level)
    .map(([type]) => type);

/** A type of site has one level: where it is named, it leaves the other one. */
const withTypes = (rules: Rules, level: Intensity, types: readonly string[]): Rules['intensityBySiteType'] =>
  Object.fromEntries([
    ...Object.entries(rules.intensityBySiteType).filter(
      ([type, is]) => is !== level && !types.includes(type),
    ),
    ...types.map((type) => [type.toLowerCase(), level]),
  ]);
