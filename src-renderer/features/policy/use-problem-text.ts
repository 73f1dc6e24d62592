import { useTranslation } from 'react-i18next';
import { Classification, Legality } from '../../../shared/domain/assessment.ts';
import { HostingZone } from '../../../shared/domain/policy.ts';
import { useFormat } from '../../ui/use-format.ts';
import { detailText } from '../intake/index.ts';
import type { DraftProblem } from './draft-problems.ts';

/** Puts a problem of a draft into a sentence. */
export function useProblemText(): (problem: DraftProblem) => string {
  const { t } = useTranslation();
  const format = useFormat();
  const gapText = (gap: readonly string[]): string =>
    gap
      .map((word) => {
        const legality = Legality.safeParse(word);
        if (legality.success) return t(`enum.legality.${legality.data}`);
        const zone = HostingZone.safeParse(word);
        if (zone.success) return t(`enum.zone.${zone.data}`);
        const classification = Classification.safeParse(word);
        return classification.success
          ? t(`enum.classification.${classification.data}`)
          : t('policy.value.unclassified');
      })
      .join(', ');
  return (problem) => {
    switch (problem.what) {
      case 'atLeast':
      case 'atMost':
        return t(`policy.problem.${problem.what}`, { limit: problem.limit });
      case 'gap':
        return t('policy.problem.gap', {
          first: gapText(problem.gaps[0] ?? []),
          n: Math.max(0, problem.gaps.length - 1),
        });
      case 'refused':
        return detailText(t, format, problem.detail);
      default:
        return t(`policy.problem.${problem.what}`);
    }
  };
}
