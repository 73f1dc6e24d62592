import { useTranslation } from 'react-i18next';
import { Classification, Legality } from '../../../shared/domain/assessment.ts';
import type { DestinationId } from '../../../shared/domain/ids.ts';
import { HostingZone, type PolicyCategory, RouteOutcome } from '../../../shared/domain/policy.ts';
import { NumberField } from '../../ui/number-field.tsx';
import { Segments } from '../../ui/segments.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { Toggles } from '../../ui/toggles.tsx';
import { useDraft } from './draft-context.ts';
import { ListField } from './list-field.tsx';
import css from './policy.module.css';
import { WordsFields } from './words-fields.tsx';

type Conditions = PolicyCategory['when'];

/** The fields of one category: when it applies, what then happens, and how it is explained. */
export function CategoryFields(props: {
  category: PolicyCategory;
  path: string;
  onChange: (category: PolicyCategory) => void;
}) {
  const { category, path, onChange } = props;
  const { t } = useTranslation();
  const { errorAt } = useDraft();
  const { when } = category;
  const change = (part: Partial<PolicyCategory>) => onChange({ ...category, ...part });
  /** A condition without a value is left out. */
  const condition = (part: Partial<Conditions>) => {
    const { legality, hosting = [], classification = [] } = { ...when, ...part };
    change({
      when: {
        legality,
        ...(hosting.length === 0 ? {} : { hosting }),
        ...(classification.length === 0 ? {} : { classification }),
      },
    });
  };
  const legalityError = errorAt(`${path}.when.legality`);
  return (
    <div className={css.section}>
      <div className={css.fields}>
        <TextField
          label={t('policy.field.code')}
          value={category.code}
          onChange={(code) => change({ code })}
          error={errorAt(`${path}.code`)}
          mono
        />
        <NumberField
          label={t('policy.field.category.deadlineHours')}
          value={category.deadlineHours}
          onChange={(deadlineHours) => change({ deadlineHours })}
          unit={t('policy.unit.hours')}
          hint={t('policy.hint.deadline')}
          error={errorAt(`${path}.deadlineHours`)}
          optional
        />
        <ListField
          label={t('policy.field.category.destinations')}
          value={category.destinations}
          onChange={(destinations) => change({ destinations: destinations as DestinationId[] })}
          hint={t('policy.hint.destinations')}
          error={destinationError(errorAt, path, category.destinations.length)}
        />
      </div>
      <Segments<RouteOutcome>
        label={t('policy.field.category.outcome')}
        segments={RouteOutcome.options.map((id) => ({ id, label: t(`enum.outcome.${id}`) }))}
        value={category.outcome}
        onChange={(outcome) => change({ outcome, ...(outcome === 'refer' ? {} : { destinations: [] }) })}
      />
      <h3>{t('policy.field.when')}</h3>
      <Toggles<Legality>
        label={t('policy.field.category.legality')}
        choices={Legality.options.map((id) => ({ id, label: t(`enum.legality.${id}`) }))}
        value={when.legality}
        onChange={(legality) => condition({ legality })}
      />
      {legalityError !== null && <p className={css.error}>{legalityError}</p>}
      <Toggles<HostingZone>
        label={t('policy.field.category.hosting')}
        choices={HostingZone.options.map((id) => ({ id, label: t(`enum.zone.${id}`) }))}
        value={when.hosting ?? []}
        onChange={(hosting) => condition({ hosting })}
      />
      <Toggles<Classification>
        label={t('policy.field.category.classification')}
        choices={Classification.options.map((id) => ({ id, label: t(`enum.classification.${id}`) }))}
        value={when.classification ?? []}
        onChange={(classification) => condition({ classification })}
      />
      <p className={css.hint}>{t('policy.hint.conditions')}</p>
      <WordsFields
        label={t('policy.field.category.name')}
        path={`${path}.name`}
        words={category.name}
        onChange={(name) => change({ name })}
      />
      <WordsFields
        label={t('policy.field.category.because')}
        path={`${path}.because`}
        words={category.because}
        onChange={(because) => change({ because })}
        rows={2}
      />
    </div>
  );
}

/** The problem of the list as a whole, or of the first destination in it that is not valid. */
function destinationError(
  errorAt: (path: string) => string | null,
  path: string,
  count: number,
): string | null {
  const places = [
    `${path}.destinations`,
    ...Array.from({ length: count }, (_, at) => `${path}.destinations.${at}`),
  ];
  return places.map(errorAt).find((error) => error !== null) ?? null;
}
