import { useTranslation } from 'react-i18next';
import { Banner } from '../../ui/banner.tsx';
import { Empty } from '../../ui/empty.tsx';
import { failureText } from '../../ui/failure-text.ts';
import { Panes } from '../../ui/panes.tsx';
import { useJudgementKeys } from '../review/index.ts';
import { BlindForm } from './blind-form.tsx';
import { BlindList } from './blind-list.tsx';
import { BlindNewsLine, RefusedJudgement } from './blind-news.tsx';
import { BlindView } from './blind-view.tsx';
import css from './second-review.module.css';
import { useBlind, useSecondReviewStores } from './second-review-context.tsx';

/** Cases to judge without knowing the first decision: the list, the case, the form. */
export function WaitingPart() {
  const { t } = useTranslation();
  const { blind } = useSecondReviewStores();
  const open = useBlind((state) => state.open);
  const ready = useBlind((state) => state.ready);
  const failure = useBlind((state) => state.failure);
  const anyNews = useBlind((state) => state.news !== null);
  const state = () => blind.getState();
  const fields = useJudgementKeys({
    judgement: () => state().editing?.judgement ?? null,
    change: (change) => state().change(change),
    undo: () => state().undo(),
    submit: () => void state().submit(),
    step: (steps) => state().step(steps),
  });
  if (open === null) {
    return (
      <div className={css.quiet}>
        {failure && <Banner tone="danger">{failureText(t, failure)}</Banner>}
        <RefusedJudgement />
        {ready && (
          <Empty icon="check" title={t('secondReview.waiting.empty.title')}>
            <p>{t('secondReview.waiting.empty.text')}</p>
            {anyNews && <BlindNewsLine />}
          </Empty>
        )}
      </div>
    );
  }
  return (
    <Panes
      labels={[t('secondReview.waiting.list'), t('case.label'), t('assess.title')]}
      list={<BlindList />}
      subject={<BlindView blind={open} />}
      form={<BlindForm fields={fields} />}
    />
  );
}
