import { useTranslation } from 'react-i18next';
import type { ReviewedAttribute } from '../../../shared/domain/second-review.ts';

/** What the form calls an attribute. */
export function useAttributeName(): (attribute: ReviewedAttribute) => string {
  const { t } = useTranslation();
  return (attribute) => (attribute === 'category' ? t('settings.policy.category') : t(`assess.${attribute}`));
}
