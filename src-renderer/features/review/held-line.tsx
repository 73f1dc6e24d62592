import { useTranslation } from 'react-i18next';
import { defangSubject } from '../../../shared/domain/subject.ts';
import { Button } from '../../ui/button.tsx';
import { useNow } from '../../ui/use-now.ts';
import css from './assess-form.module.css';
import { newestHeld } from './held-decision.ts';
import { useReviewStores, useWork } from './review-context.tsx';

/** Shown as long as the last decision can be taken back: its subject, the time left, and the button that takes it back. */
export function HeldLine() {
  const held = useWork((state) => state.held);
  return held.length === 0 ? null : <Held />;
}

function Held() {
  const { t } = useTranslation();
  const { work } = useReviewStores();
  const held = useWork((state) => state.held);
  const nowMs = useNow(250);
  const newest = newestHeld(held, nowMs);
  if (newest === null) return null;
  const seconds = Math.ceil((Date.parse(newest.heldUntil) - nowMs) / 1000);
  return (
    <div className={css.held} data-testid="held">
      <p className={css.heldText} role="status">
        {newest.together === undefined
          ? t('assess.held', { subject: defangSubject(newest.caseKind, newest.subject) })
          : t('together.held', { count: newest.together.count })}
      </p>
      <Button size="s" keys="Ctrl Z" onPress={() => void work.getState().takeBack(newest)}>
        {t('assess.takeBack')}{' '}
        <span aria-hidden="true" className={css.seconds}>
          {t('assess.seconds', { n: seconds })}
        </span>
      </Button>
    </div>
  );
}
