import { type ReactNode, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Panes } from '../../ui/panes.tsx';
import { AssessForm } from './assess-form.tsx';
import { CaseView, type CaseViewProps } from './case-view.tsx';
import { QueueFilters } from './queue-filters.tsx';
import { QueueList } from './queue-list.tsx';
import { useQueue, useReviewStores, useWork } from './review-context.tsx';
import { SpokenCase } from './spoken-case.tsx';
import { useReviewKeys } from './use-review-keys.ts';

/** A third of the time for which a case is kept from the other seats. */
const STAYS_MS = 5 * 60_000;

interface QueueScreenProps extends CaseViewProps {
  onImport: () => void;
  /** Actions on several cases, below the filters. */
  listTools: ReactNode;
  /** What is selected in the list, between the filters and the cases. */
  selection: ReactNode;
}

/** The queue on the left, the case in the middle, its assessment on the right. */
export function QueueScreen({ onImport, listTools, selection, ...caseView }: QueueScreenProps) {
  const { t } = useTranslation();
  const fields = useReviewKeys();
  const { work } = useReviewStores();
  const idle = useWork((state) => state.detail === null && state.withheld === null);
  const anything = useQueue((state) => state.rows.length > 0);
  // The first case is shown at once; showing it does not claim it.
  useEffect(() => {
    if (idle && anything) void work.getState().resume();
  }, [idle, anything, work]);
  useEffect(() => {
    const timer = setInterval(() => void work.getState().stay(), STAYS_MS);
    return () => clearInterval(timer);
  }, [work]);
  return (
    <Panes
      labels={[t('queue.title'), t('case.label'), t('assess.title')]}
      list={
        <>
          <SpokenCase />
          <QueueFilters tools={listTools} />
          {selection}
          <QueueList onImport={onImport} />
        </>
      }
      subject={<CaseView {...caseView} />}
      form={<AssessForm fields={fields} />}
    />
  );
}
