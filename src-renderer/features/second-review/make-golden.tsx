import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CaseSummary } from '../../../shared/domain/case.ts';
import { mayDo } from '../../../shared/domain/duty.ts';
import { Button } from '../../ui/button.tsx';
import { Chip } from '../../ui/chip.tsx';
import { failureText } from '../../ui/failure-text.ts';
import { useSession } from '../vault/index.ts';
import { AskDialog } from './ask-dialog.tsx';
import { useOversight, useSecondReviewStores } from './second-review-context.tsx';

/** Lets a supervisor make a decided case a golden case. */
export function MakeGolden({ summary: { id, state } }: { summary: Pick<CaseSummary, 'id' | 'state'> }) {
  const { t } = useTranslation();
  const { person } = useSession();
  const { oversight } = useSecondReviewStores();
  const isGolden = useOversight((known) =>
    known.golden.some((one) => one.case === id && one.removedAt === null),
  );
  const failure = useOversight((known) => known.failure);
  const [asking, setAsking] = useState(false);
  const [failed, setFailed] = useState(false);
  if (!mayDo(person.role, 'oversee') || (state !== 'referred' && state !== 'closed')) return null;
  if (isGolden) return <Chip tone="accent">{t('secondReview.golden.made')}</Chip>;
  return (
    <>
      <Button size="s" look="quiet" icon="check" onPress={() => setAsking(true)}>
        {t('secondReview.golden.make')}
      </Button>
      {failed && failure && <span role="alert">{failureText(t, failure)}</span>}
      {asking && (
        <AskDialog
          title={t('secondReview.golden.make')}
          text={t('secondReview.golden.makeAsk')}
          look="primary"
          onDo={() =>
            void oversight
              .getState()
              .addGolden(id)
              .then((done) => setFailed(!done))
          }
          onClose={() => setAsking(false)}
        />
      )}
    </>
  );
}
