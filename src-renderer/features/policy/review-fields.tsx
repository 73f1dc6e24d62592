import { useTranslation } from 'react-i18next';
import { Legality } from '../../../shared/domain/assessment.ts';
import { mayDo } from '../../../shared/domain/duty.ts';
import type { Policy } from '../../../shared/domain/policy.ts';
import { Card } from '../../ui/card.tsx';
import { NumberField } from '../../ui/number-field.tsx';
import { usePeople } from '../people/index.ts';
import { useCategoryName } from '../referral/index.ts';
import { useDraft } from './draft-context.ts';
import css from './policy.module.css';
import { RateList } from './rate-list.tsx';

/** The fields for how soon a case is to be assessed, and how much of the work is judged a second time. */
export function ReviewFields() {
  const { t } = useTranslation();
  const { policy, change, errorAt } = useDraft();
  const people = usePeople((state) => state.people);
  const categoryName = useCategoryName(policy);
  const { review } = policy;
  const put = (part: Partial<Policy['review']>) => change({ review: { ...review, ...part } });
  return (
    <Card title={t('policy.section.review')}>
      <div className={css.section}>
        <div className={css.fields}>
          <NumberField
            label={t('policy.field.review.deadlineHours')}
            value={review.deadlineHours}
            onChange={(value) => put({ deadlineHours: value ?? Number.NaN })}
            unit={t('policy.unit.hours')}
            error={errorAt('review.deadlineHours')}
          />
          <NumberField
            label={t('policy.field.review.nearHours')}
            value={review.nearHours}
            onChange={(value) => put({ nearHours: value ?? Number.NaN })}
            unit={t('policy.unit.hours')}
            error={errorAt('review.nearHours')}
          />
          <NumberField
            label={t('policy.field.review.graceSeconds')}
            value={review.graceSeconds}
            onChange={(value) => put({ graceSeconds: value ?? Number.NaN })}
            unit={t('policy.unit.seconds')}
            error={errorAt('review.graceSeconds')}
          />
          <NumberField
            label={t('policy.field.review.atOnce')}
            value={review.atOnce}
            onChange={(value) => put({ atOnce: value ?? Number.NaN })}
            error={errorAt('review.atOnce')}
          />
        </div>
        <h3>{t('policy.section.secondReview')}</h3>
        <p className={css.hint}>{t('policy.hint.rates')}</p>
        <div className={css.fields}>
          {Legality.options.map((legality) => (
            <NumberField
              key={legality}
              label={t(`enum.legality.${legality}`)}
              value={review.secondReviewRate[legality]}
              onChange={(value) =>
                put({ secondReviewRate: { ...review.secondReviewRate, [legality]: value ?? Number.NaN } })
              }
              scale={0.01}
              unit="%"
              error={errorAt(`review.secondReviewRate.${legality}`)}
            />
          ))}
        </div>
        <div className={css.two}>
          <RateList
            title={t('policy.field.secondReview.category')}
            path="review.secondReviewByCategory"
            choices={policy.categories.map(({ code }) => ({ id: code, label: categoryName(code).line }))}
            rates={review.secondReviewByCategory}
            onChange={(secondReviewByCategory) => put({ secondReviewByCategory })}
          />
          <RateList
            title={t('policy.field.secondReview.person')}
            path="review.secondReviewByPerson"
            choices={people
              .filter(({ role, state }) => mayDo(role, 'assess') && state !== 'disabled')
              .map(({ id, name }) => ({ id, label: name }))}
            rates={review.secondReviewByPerson}
            onChange={(secondReviewByPerson) => put({ secondReviewByPerson })}
          />
        </div>
      </div>
    </Card>
  );
}
