import { useTranslation } from 'react-i18next';
import { defangSubject } from '../../../shared/domain/subject.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { failureText } from '../../ui/failure-text.ts';
import { RecordedLine } from '../../ui/recorded-line.tsx';
import css from './second-review.module.css';
import { useBlind, useSecondReviewStores } from './second-review-context.tsx';

/** Says that the last judgement was recorded, and never whether both agree. */
export function BlindNewsLine() {
  const { t } = useTranslation();
  const news = useBlind((state) => state.news);
  const sending = useBlind((state) => state.sending);
  const begun = useBlind((state) => state.open !== null && state.begun.has(state.open.review));
  if (news?.outcome === 'recorded' && sending === 0 && !begun) {
    return (
      <RecordedLine isDone text={t('assess.recorded', { subject: defangSubject(news.kind, news.subject) })} />
    );
  }
  return (
    <p className={css.hint} role="status">
      {t(
        sending > 0
          ? 'assess.pending'
          : begun
            ? 'secondReview.waiting.keptUntilLock'
            : 'secondReview.waiting.sendsNothing',
      )}
    </p>
  );
}

/** Shows a judgement that the engine refused: it is a draft again, and the reviewer has to look at it. */
export function RefusedJudgement() {
  const { t } = useTranslation();
  const { blind } = useSecondReviewStores();
  const news = useBlind((state) => state.news);
  const isListed = useBlind((state) => state.cases.some(({ review }) => review === news?.review));
  if (news?.outcome !== 'refused') return null;
  return (
    <div className={css.refused}>
      <Banner
        tone="danger"
        actions={
          isListed && (
            <Button size="s" onPress={() => blind.getState().choose(news.review)}>
              {t('assess.reopen')}
            </Button>
          )
        }
      >
        {t('assess.refusedTitle', { subject: defangSubject(news.kind, news.subject) })}{' '}
        {failureText(t, news.failure)}
      </Banner>
    </div>
  );
}
