import { useTranslation } from 'react-i18next';
import type { ImportResult } from '../../../shared/contract/intake.contract.ts';
import { countOf } from './count-of.ts';
import { Counted } from './counted.tsx';

/** The result of an import in numbers. */
export function ImportNumbers({ result }: { result: ImportResult }) {
  const { t } = useTranslation();
  const numbers: [string, number][] = [
    [t('intake.result.reports'), result.reports],
    [t('intake.result.subjects'), result.subjects],
    [t('intake.result.casesNew'), result.casesNew],
    [t('intake.result.casesJoined'), result.casesJoined],
    ...(result.casesReopened > 0
      ? ([[t('intake.result.casesReopened'), result.casesReopened]] as [string, number][])
      : []),
    [t('intake.result.refused'), result.refusedTotal],
    [t('intake.result.notices'), countOf(result.noticeCounts)],
  ];
  return <Counted numbers={numbers} />;
}
