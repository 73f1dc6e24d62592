import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { CaseId } from '../../../shared/domain/ids.ts';
import { AssessForm } from './assess-form.tsx';
import { CaseView } from './case-view.tsx';
import { QueueFilters } from './queue-filters.tsx';
import { QueueList } from './queue-list.tsx';
import css from './queue-screen.module.css';
import { useQueue, useReviewStores, useWork } from './review-context.tsx';
import { useReviewKeys } from './use-review-keys.ts';

interface QueueScreenProps {
  onImport: () => void;
  /** Shows the record of a case. */
  onLife: (id: CaseId) => void;
}

/** The queue on the left, the case in the middle, its assessment on the right. */
export function QueueScreen({ onImport, onLife }: QueueScreenProps) {
  const { t } = useTranslation();
  const fields = useReviewKeys();
  const { work } = useReviewStores();
  const idle = useWork((state) => state.detail === null);
  const anything = useQueue((state) => state.rows.length > 0);
  // Somebody who looks at the queue sees a case at once; looking claims nothing.
  useEffect(() => {
    if (idle && anything) void work.getState().resume();
  }, [idle, anything, work]);
  return (
    <div className={css.screen}>
      <section className={css.list} aria-label={t('queue.title')}>
        <QueueFilters />
        <QueueList onImport={onImport} />
      </section>
      <section className={css.case} aria-label={t('case.label')}>
        <CaseView onLife={onLife} />
      </section>
      <section className={css.form} aria-label={t('assess.title')}>
        <AssessForm fields={fields} />
      </section>
    </div>
  );
}
