import { useTranslation } from 'react-i18next';
import type { Policy } from '../../../shared/domain/policy.ts';
import { useInLanguage } from '../../ui/use-in-language.ts';

/** The name of a policy's category. */
export interface CategoryName {
  /** `Category 1` where the protocol numbers it, else its name. */
  title: string;
  /** `1 · Illegal, hosted in Belgium`, or the name alone. */
  line: string;
  because: string;
}

/** Names the categories of a policy in the chosen language, in English where it has no other words. */
export function useCategoryName(policy: Policy): (code: string) => CategoryName {
  const { t } = useTranslation();
  const words = useInLanguage();
  return (code) => {
    const category = policy.categories.find((candidate) => candidate.code === code);
    const name = words(category?.name) || code;
    const numbered = /^\d/.test(code);
    return {
      title: numbered ? t('assess.category', { code }) : name,
      line: numbered ? `${code} · ${name}` : name,
      because: words(category?.because),
    };
  };
}
