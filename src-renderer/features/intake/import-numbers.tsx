import { useTranslation } from 'react-i18next';
import type { ImportResult } from '../../../shared/contract/intake.contract.ts';
import { countOf } from './count-of.ts';
import { Counted } from './counted.tsx';
import type { ShowBatch } from './show-batch.ts';

/** The result of an import in numbers; the new cases lead to the queue. */
export function ImportNumbers({ result, onCases }: { result: ImportResult; onCases: ShowBatch }) {
  const { t } = useTranslation();
  const numbers: [string, number, (() => void)?][] = [
    [t('intake.result.reports'), result.reports],
    [t('intake.result.subjects'), result.subjects],
    result.casesNew === 0
      ? [t('intake.result.casesNew'), 0]
      : [t('intake.result.casesNew'), result.casesNew, () => onCases(result.batch)],
    [t('intake.result.casesJoined'), result.casesJoined],
    ...(result.casesReopened > 0
      ? ([[t('intake.result.casesReopened'), result.casesReopened]] as [string, number][])
      : []),
    [t('intake.result.refused'), result.refusedTotal],
    [t('intake.result.notices'), countOf(result.noticeCounts)],
  ];
  return <Counted numbers={numbers} />;
}
