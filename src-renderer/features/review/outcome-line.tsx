import { useTranslation } from 'react-i18next';
import { defangSubject } from '../../../shared/domain/subject.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { failureText } from '../../ui/failure-text.ts';
import { RecordedLine } from '../../ui/recorded-line.tsx';
import css from './assess-form.module.css';
import { useReviewStores, useWork } from './review-context.tsx';

/** Says what became of the last decision, beside the button that records the next. */
export function OutcomeLine() {
  const { t } = useTranslation();
  const outcome = useWork((state) => state.outcome);
  const pending = useWork((state) => state.pending);
  if (outcome?.kind === 'taken-back') {
    return (
      <RecordedLine
        isDone
        text={t('assess.takenBack', { subject: defangSubject(outcome.caseKind, outcome.subject) })}
      />
    );
  }
  if (outcome?.kind !== 'recorded') {
    return <RecordedLine isDone={false} text={pending > 0 ? t('assess.pending') : null} />;
  }
  return (
    <RecordedLine
      isDone
      text={t('assess.recorded', { subject: defangSubject(outcome.caseKind, outcome.subject) })}
      title={t('assess.gone')}
    />
  );
}

/** Shows a decision that the engine refused: it is a draft again, and the analyst has to look at it. */
export function RefusedDecision() {
  const { t } = useTranslation();
  const { work } = useReviewStores();
  const outcome = useWork((state) => state.outcome);
  if (outcome?.kind !== 'refused' && outcome?.kind !== 'not-taken-back') return null;
  const look = () => {
    work.getState().dismiss();
    void work.getState().open(outcome.case);
  };
  return (
    <div className={css.refused}>
      <Banner
        tone="danger"
        actions={
          <Button size="s" onPress={look}>
            {t('assess.reopen')}
          </Button>
        }
      >
        {t(outcome.kind === 'refused' ? 'assess.refusedTitle' : 'assess.notTakenBack', {
          subject: defangSubject(outcome.caseKind, outcome.subject),
        })}{' '}
        {failureText(t, outcome.failure)}
      </Banner>
    </div>
  );
}
