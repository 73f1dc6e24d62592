import { useTranslation } from 'react-i18next';
import { type Intensity, intensityOf } from '../../../shared/domain/intensity.ts';
import { Chip } from '../../ui/chip.tsx';
import { useSession } from '../vault/index.ts';

/** Announces how heavy a narrative may be, and who says so. */
export function IntensityChip({ of }: { of: { intensity: Intensity | null; siteType: string | null } }) {
  const { t } = useTranslation();
  const { policy } = useSession();
  const announced = intensityOf(of, policy.session.intensityBySiteType);
  if (announced === null) return <Chip>{t('wellbeing.intensity.unknown')}</Chip>;
  const { level, by } = announced;
  return (
    <Chip tone={level === 'heavy' ? 'warn' : 'neutral'}>
      {t(`wellbeing.intensity.${level}`)} · {t(`wellbeing.intensity.by.${by}`)}
    </Chip>
  );
}
