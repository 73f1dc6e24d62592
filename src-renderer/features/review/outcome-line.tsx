import { useTranslation } from 'react-i18next';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { failureText } from '../../ui/failure-text.ts';
import css from './assess-form.module.css';
import { useReviewStores, useWork } from './review-context.tsx';
import { subjectLine } from './subject-view.ts';

/** What became of the last decision. Its line is always there, so that nothing moves when it speaks. */
export function OutcomeLine() {
  const { t } = useTranslation();
  const { work } = useReviewStores();
  const outcome = useWork((state) => state.outcome);
  const pending = useWork((state) => state.pending);
  if (outcome?.kind === 'refused') {
    return (
      <div className={css.refused}>
        <Banner
          tone="danger"
          actions={
            <Button
              size="s"
              onPress={() => {
                work.getState().dismiss();
                void work.getState().open(outcome.case);
              }}
            >
              {t('assess.reopen')}
            </Button>
          }
        >
          {t('assess.refusedTitle', { subject: subjectLine(outcome.caseKind, outcome.subject) })}{' '}
          {failureText(t, outcome.failure)}
        </Banner>
      </div>
    );
  }
  return (
    <p className={css.outcome} role="status">
      {outcome && (
        <>
          <span aria-hidden="true">✓ </span>
          <span title={t('assess.gone')}>
            {t('assess.recorded', { subject: subjectLine(outcome.caseKind, outcome.subject) })}
          </span>
        </>
      )}
      {outcome === null && pending > 0 && t('assess.pending')}
    </p>
  );
}
