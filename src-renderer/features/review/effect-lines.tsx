import { useTranslation } from 'react-i18next';
import { Chip } from '../../ui/chip.tsx';
import { PURPOSE_TONE, useDestinationName } from '../referral/index.ts';
import css from './effect-lines.module.css';
import type { Effect } from './effects.ts';

/** Lists what each desk gets because of a decision. */
export function EffectLines({ effects }: { effects: readonly Effect[] }) {
  const { t } = useTranslation();
  const destinationName = useDestinationName();
  return (
    <ul className={css.effects} aria-label={t('secondReview.dispute.goesOut')}>
      {effects.length === 0 && <li className={css.soft}>{t('secondReview.dispute.nothingOut')}</li>}
      {effects.map(({ destination, purpose }) => (
        <li key={destination}>
          <Chip tone={PURPOSE_TONE[purpose]}>{t(`enum.purpose.${purpose}`)}</Chip>
          <span>
            {t(`secondReview.dispute.effect.${purpose}`, { destination: destinationName(destination) })}
          </span>
        </li>
      ))}
    </ul>
  );
}
