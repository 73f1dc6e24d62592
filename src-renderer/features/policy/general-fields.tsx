import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CountryCode } from '../../../shared/domain/country.ts';
import { Card } from '../../ui/card.tsx';
import { ComboField } from '../../ui/combo-field.tsx';
import { countryChoices } from '../../ui/country-choices.ts';
import { NumberField } from '../../ui/number-field.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useDraft } from './draft-context.ts';
import css from './policy.module.css';
import { WordsFields } from './words-fields.tsx';

/** What the policy is called, where it applies, and where it comes from. */
export function GeneralFields() {
  const { t, i18n } = useTranslation();
  const { policy, change, errorAt } = useDraft();
  const [untaken, setUntaken] = useState<string | null>(null);
  return (
    <Card title={t('policy.section.general')}>
      <div className={css.section}>
        <div className={css.fields}>
          <TextField
            label={t('policy.field.id')}
            value={policy.id}
            onChange={(id) => change({ id })}
            error={errorAt('id')}
            mono
          />
          <NumberField
            label={t('policy.field.version')}
            value={policy.version}
            onChange={(version) => change({ version: version ?? Number.NaN })}
            error={errorAt('version')}
          />
          <ComboField
            label={t('policy.field.jurisdiction')}
            choices={countryChoices(i18n.language)}
            value={policy.jurisdiction}
            onChange={(country) => {
              if (country !== null) change({ jurisdiction: country as CountryCode });
            }}
            untaken={untaken}
            onUntaken={(text) => {
              setUntaken(text);
              // An unrecognised country is stored as none, so that the policy cannot be proposed with the earlier one.
              if (text !== null) change({ jurisdiction: text as CountryCode });
            }}
          />
        </div>
        <WordsFields
          label={t('policy.field.name')}
          path="name"
          words={policy.name}
          onChange={(name) => change({ name })}
        />
        <TextField
          label={t('policy.field.source')}
          value={policy.source}
          onChange={(source) => change({ source })}
          error={errorAt('source')}
          rows={2}
        />
      </div>
    </Card>
  );
}
