import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import {
  AgeCategory,
  Classification,
  Commerciality,
  GenderCategory,
  Legality,
  SiteType,
} from '../../../shared/domain/assessment.ts';
import type { ReviewedAttribute } from '../../../shared/domain/second-review.ts';
import { useFormat } from '../../ui/use-format.ts';
import { useInLanguage } from '../../ui/use-in-language.ts';
import { useCategoryName } from '../referral/index.ts';
import { useSession } from '../vault/index.ts';

/** The answer about an attribute in the words of the form; an unknown answer is shown as it is. */
export function useSaid(): (attribute: ReviewedAttribute, said: string | null) => string {
  const { t } = useTranslation();
  const format = useFormat();
  const { policy, labels } = useSession();
  const categoryName = useCategoryName(policy);
  const inLanguage = useInLanguage();
  /** Codes that the set in force does not have are shown as they are. */
  const labelsInWords = (codes: string) =>
    codes
      .split(' ')
      .map((each) => {
        const [group, code] = each.split(':');
        const label = labels?.groups
          .find((one) => one.code === group)
          ?.labels.find((one) => one.code === code);
        return label === undefined ? each : inLanguage(label.name);
      })
      .join(', ');
  const oneOf = <Value extends string>(
    known: z.ZodType<Value>,
    said: string,
    name: (value: Value) => string,
  ) => {
    const value = known.safeParse(said);
    return value.success ? name(value.data) : said;
  };
  return (attribute, said) => {
    if (said === null) return t('secondReview.dispute.notSaid');
    switch (attribute) {
      case 'legality':
        return oneOf(Legality, said, (id) => t(`enum.legality.${id}`));
      case 'category':
        return categoryName(said).line;
      case 'classification':
        return oneOf(Classification, said, (id) => t(`enum.classification.${id}`));
      case 'hosting':
        return `${format.country(said)} (${said})`;
      case 'age':
        return oneOf(AgeCategory, said, (id) => t(`enum.age.${id}`));
      case 'gender':
        return oneOf(GenderCategory, said, (id) => t(`enum.gender.${id}`));
      case 'siteType':
        return oneOf(SiteType, said, (id) => t(`enum.siteType.${id}`));
      case 'commerciality':
        return oneOf(Commerciality, said, (id) => t(`enum.commerciality.${id}`));
      case 'labels':
        return labelsInWords(said);
      case 'virtual':
      case 'selfGenerated':
      case 'modelling':
        return oneOf(z.enum(['true', 'false']), said, (yes) =>
          t(yes === 'true' ? 'secondReview.dispute.yes' : 'secondReview.dispute.no'),
        );
    }
  };
}
