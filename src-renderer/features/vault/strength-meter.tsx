import { useTranslation } from 'react-i18next';
import { classNames } from '../../ui/class-names.ts';
import css from './gate.module.css';
import { SHORTEST_PASSPHRASE, strengthOf } from './passphrase.ts';

const FILLED = { none: 0, short: 1, weak: 1, fair: 2, strong: 3 } as const;

/** The strength of a passphrase, in words and in three steps. */
export function StrengthMeter({ passphrase }: { passphrase: string }) {
  const { t } = useTranslation();
  const strength = strengthOf(passphrase);
  return (
    <div className={css.strength} role="status">
      <div className={classNames(css.steps, css[strength])} aria-hidden="true">
        {[1, 2, 3].map((step) => (
          <span key={step} data-filled={step <= FILLED[strength]} />
        ))}
      </div>
      <span>
        {strength === 'short'
          ? t('vault.strength.short', { n: passphrase.length, least: SHORTEST_PASSPHRASE })
          : t(`vault.strength.${strength}`)}
      </span>
    </div>
  );
}
