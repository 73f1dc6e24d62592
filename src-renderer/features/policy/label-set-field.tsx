import { useTranslation } from 'react-i18next';
import { Card } from '../../ui/card.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import { useDraft } from './draft-context.ts';
import css from './policy.module.css';
import { usePolicy } from './policy-store.ts';
import { useLabelsName } from './use-labels-name.ts';

const NONE = 'none';

/** The set whose labels every new judgement has. */
export function LabelSetField() {
  const { t } = useTranslation();
  const { policy, change, errorAt } = useDraft();
  const sets = usePolicy((state) => state.labelSets);
  const labelsName = useLabelsName();
  const error = errorAt('labels');
  const known = sets.map(({ id, version }) => ({ id, version }));
  const { labels } = policy;
  const isKnown = labels === null || known.some((one) => keyOf(one) === keyOf(labels));
  // What a file names is shown too, so that it is not taken for none.
  const offered = isKnown || labels === null ? known : [...known, labels];
  return (
    <Card title={t('policy.section.labels')}>
      <div className={css.section}>
        <p className={css.hint}>{t('policy.hint.labels')}</p>
        <SelectField
          label={t('policy.field.labels')}
          choices={[
            { id: NONE, label: t('policy.value.noLabels') },
            ...offered.map((one) => ({ id: keyOf(one), label: labelsName(one) })),
          ]}
          value={labels === null ? NONE : keyOf(labels)}
          onChange={(key) => change({ labels: offered.find((one) => keyOf(one) === key) ?? null })}
        />
        {error !== null && <p className={css.error}>{error}</p>}
      </div>
    </Card>
  );
}

const keyOf = ({ id, version }: { id: string; version: number }): string => `${id} ${version}`;
