import { useTranslation } from 'react-i18next';
import { useFormat } from '../../ui/use-format.ts';

/** Says how many cases there are, or that there are at least so many. */
export function useCountWords(): (count: { total: number; isExact: boolean }) => string {
  const { t } = useTranslation();
  const format = useFormat();
  return ({ total, isExact }) => {
    const n = format.number(total);
    return isExact ? t('queue.of', { count: total, n }) : t('queue.atLeast', { n });
  };
}
