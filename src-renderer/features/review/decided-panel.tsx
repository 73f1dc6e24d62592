import { useTranslation } from 'react-i18next';
import type { AssessmentRecord } from '../../../shared/contract/review.contract.ts';
import { Button } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { useSession } from '../vault/index.ts';
import css from './assess-form.module.css';
import { mayCorrect } from './decided.ts';
import { HeldLine } from './held-line.tsx';
import { OutcomeLine, RefusedDecision } from './outcome-line.tsx';
import { useReviewStores } from './review-context.tsx';

/** Stands in place of the form when a case is decided: who decided it and when, and a button to correct it. */
export function DecidedPanel({ decision }: { decision: AssessmentRecord }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { work } = useReviewStores();
  const { person } = useSession();
  return (
    <div className={css.form}>
      <Empty icon="check" title={t('decided.done')}>
        <p>{t('decided.by', { name: decision.by.name, at: format.dateTime(decision.assessedAt) })}</p>
        {mayCorrect(decision, person) ? (
          <Button onPress={() => work.getState().startCorrection()}>{t('decided.correct')}</Button>
        ) : (
          <p>{t('decided.notYours')}</p>
        )}
      </Empty>
      <footer className={css.foot}>
        <RefusedDecision />
        <HeldLine />
        <OutcomeLine />
      </footer>
    </div>
  );
}
