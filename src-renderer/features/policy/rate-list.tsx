import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import { NumberField } from '../../ui/number-field.tsx';
import { type Choice, SelectField } from '../../ui/select-field.tsx';
import { useDraft } from './draft-context.ts';
import css from './policy.module.css';

/** Second-review rates, by category or by person. */
export function RateList(props: {
  title: string;
  path: string;
  choices: readonly Choice<string>[];
  rates: Readonly<Record<string, number>>;
  onChange: (rates: Record<string, number>) => void;
}) {
  const { title, path, choices, rates, onChange } = props;
  const { t } = useTranslation();
  const { errorAt } = useDraft();
  const [adding, setAdding] = useState<string | null>(null);
  const labelOf = (id: string) => choices.find((choice) => choice.id === id)?.label ?? id;
  const free = choices.filter(({ id }) => !Object.hasOwn(rates, id));
  return (
    <fieldset className={css.rates}>
      <legend>{title}</legend>
      {Object.entries(rates).map(([id, rate]) => (
        <div key={id} className={css.rate}>
          <NumberField
            label={labelOf(id)}
            value={rate}
            onChange={(value) => onChange({ ...rates, [id]: value ?? Number.NaN })}
            scale={0.01}
            unit="%"
            error={errorAt(`${path}.${id}`)}
          />
          <Button
            size="s"
            look="quiet"
            aria-label={t('policy.rate.removeOf', { name: labelOf(id) })}
            onPress={() => onChange(Object.fromEntries(Object.entries(rates).filter(([one]) => one !== id)))}
          >
            {t('policy.rate.remove')}
          </Button>
        </div>
      ))}
      {free.length > 0 && (
        <div className={css.rate}>
          <SelectField
            key={Object.keys(rates).join()}
            label={t('policy.rate.add')}
            choices={free}
            value={adding}
            onChange={setAdding}
            placeholder={t('common.choose')}
          />
          <Button
            isDisabled={adding === null}
            onPress={() => {
              if (adding !== null) onChange({ ...rates, [adding]: 1 });
              setAdding(null);
            }}
          >
            {t('policy.rate.addAct')}
          </Button>
        </div>
      )}
    </fieldset>
  );
}
