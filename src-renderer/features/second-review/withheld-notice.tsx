import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { mayDo } from '../../../shared/domain/duty.ts';
import type { CaseId } from '../../../shared/domain/ids.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { failureText } from '../../ui/failure-text.ts';
import { useSession } from '../vault/index.ts';
import css from './second-review.module.css';
import { useBlind, useOversight, useSecondReviewStores } from './second-review-context.tsx';

interface WithheldNoticeProps {
  id: CaseId;
  onJudge: () => void;
  onRevealed: () => void;
}

/** Shown in place of a case that this person may have to judge as the second and must not see yet. */
export function WithheldNotice({ id, onJudge, onRevealed }: WithheldNoticeProps) {
  const { t } = useTranslation();
  const { person } = useSession();
  const { blind, oversight } = useSecondReviewStores();
  const review = useBlind((state) => state.cases.find((one) => one.case === id)?.review ?? null);

  const failure = useOversight((state) => state.failure);
  const [failed, setFailed] = useState(false);
  const judge = (waiting: NonNullable<typeof review>) => {
    blind.getState().choose(waiting);
    onJudge();
  };
  const reveal = async () => {
    const done = await oversight.getState().reveal(id);
    setFailed(!done);
    if (done) onRevealed();
  };
  return (
    <Banner tone="warn">
      {t('failure.conflict.waits-for-second-review')} {failed && failure && failureText(t, failure)}
      <div className={css.ways}>
        {review !== null && (
          <Button size="s" look="primary" onPress={() => judge(review)}>
            {t('secondReview.withheld.goJudge')}
          </Button>
        )}
        {mayDo(person.role, 'oversee') && (
          <Button size="s" onPress={() => void reveal()}>
            {t('secondReview.withheld.show')}
          </Button>
        )}
      </div>
    </Banner>
  );
}
