import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import css from './assess-form.module.css';
import { HeldLine } from './held-line.tsx';
import type { Judgement } from './judgement.ts';
import { OutcomeLine, RefusedDecision } from './outcome-line.tsx';
import { useReviewStores, useWork } from './review-context.tsx';
import { MissingLine, RouteBox } from './route-box.tsx';

/** Shows the route of the case before it is recorded. */
export function RoutePanel({ judgement }: { judgement: Judgement }) {
  const { t } = useTranslation();
  const { work } = useReviewStores();
  const missing = useWork((state) => state.missing);
  return (
    <>
      <RefusedDecision />
      <HeldLine />
      <RouteBox judgement={judgement} />
      <div className={css.submit}>
        {missing.length > 0 ? <MissingLine missing={missing} /> : <OutcomeLine />}
        <Button look="primary" keys="Ctrl ↵" onPress={() => void work.getState().submit()}>
          {t('assess.submit')}
        </Button>
      </div>
    </>
  );
}
