import { useTranslation } from 'react-i18next';
import css from './gate.module.css';
import { SHORTEST_PASSPHRASE } from './passphrase.ts';
import { PassphraseField } from './passphrase-field.tsx';
import { StrengthMeter } from './strength-meter.tsx';

export interface TypedTwice {
  passphrase: string;
  again: string;
}

/** Whether both texts are the same, acceptable passphrase. */
export const isChosen = ({ passphrase, again }: TypedTwice): boolean =>
  passphrase.length >= SHORTEST_PASSPHRASE && passphrase === again;

interface NewPassphraseProps {
  value: TypedTwice;
  onChange: (value: TypedTwice) => void;
  /** The form was submitted, so what is missing is shown. */
  checked: boolean;
}

/** A new passphrase, typed twice, with a hint at its strength. */
export function NewPassphrase({ value, onChange, checked }: NewPassphraseProps) {
  const { t } = useTranslation();
  const { passphrase, again } = value;
  const short = checked && passphrase.length < SHORTEST_PASSPHRASE;
  const differs =
    again !== passphrase && (checked || again.length >= passphrase.length) && (checked || again !== '');
  return (
    <>
      <div className={css.two}>
        <PassphraseField
          isNew
          label={t('vault.create.passphrase')}
          value={passphrase}
          onChange={(typed) => onChange({ passphrase: typed, again })}
          error={short ? t('vault.create.short') : null}
        />
        <PassphraseField
          isNew
          label={t('vault.create.again')}
          value={again}
          onChange={(typed) => onChange({ passphrase, again: typed })}
          error={differs ? t('vault.create.differs') : null}
        />
      </div>
      <StrengthMeter passphrase={passphrase} />
    </>
  );
}
