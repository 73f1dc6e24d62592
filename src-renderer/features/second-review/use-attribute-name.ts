import { useTranslation } from 'react-i18next';
import type { ReviewedAttribute } from '../../../shared/domain/second-review.ts';

/** The name of an attribute, as in the form. */
export function useAttributeName(): (attribute: ReviewedAttribute) => string {
  const { t } = useTranslation();
  return (attribute) => (attribute === 'category' ? t('settings.policy.category') : t(`assess.${attribute}`));
}
