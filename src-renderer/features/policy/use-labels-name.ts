import { useTranslation } from 'react-i18next';
import type { Policy } from '../../../shared/domain/policy.ts';
import { useInLanguage } from '../../ui/use-in-language.ts';
import { usePolicy } from './policy-store.ts';

/** Names the set of labels of a policy; by its id alone where it is not read yet. */
export function useLabelsName(): (labels: Policy['labels']) => string {
  const { t } = useTranslation();
  const inLanguage = useInLanguage();
  const sets = usePolicy((state) => state.labelSets);
  return (labels) => {
    if (labels === null) return t('policy.value.noLabels');
    const set = sets.find(({ id, version }) => id === labels.id && version === labels.version);
    return t('policy.value.labels', { ...labels, name: inLanguage(set?.name) || labels.id });
  };
}
