import { type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Panes } from '../../ui/panes.tsx';
import { AssessForm } from './assess-form.tsx';
import { CaseView, type CaseViewProps } from './case-view.tsx';
import { FocusBar } from './focus-bar.tsx';
import { LighterButton, LighterNone } from './lighter-button.tsx';
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
  /** One case fills the page, and the queue is away. */
  focus: boolean;
  onFocus: (focus: boolean) => void;
}

/** The queue on the left, the case in the middle, its assessment on the right. */
export function QueueScreen({
  onImport,
  listTools,
  selection,
  focus,
  onFocus,
  ...caseView
}: QueueScreenProps) {
  const { t } = useTranslation();
  const [nothingLighter, setNothingLighter] = useState(false);
  const lighter = async () => setNothingLighter(!(await stores.lighter()));
  const fields = useReviewKeys({ focus, onFocus, lighter });
  const stores = useReviewStores();
  const { work } = stores;
  const openId = useWork((state) => state.detail?.summary.id ?? null);
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
  // biome-ignore lint/correctness/useExhaustiveDependencies: another case answers it
  useEffect(() => setNothingLighter(false), [openId]);
  return (
    <>
      <SpokenCase />
      {nothingLighter && <LighterNone />}
      <Panes
        alone={focus}
        labels={[t('queue.title'), t('case.label'), t('assess.title')]}
        list={
          <>
            <QueueFilters
              tools={
                <>
                  {listTools}
                  <LighterButton onPress={() => void lighter()} />
                </>
              }
            />
            {selection}
            <QueueList onImport={onImport} />
          </>
        }
        subject={
          <>
            {focus && <FocusBar onEnd={() => onFocus(false)} />}
            <CaseView {...caseView} />
          </>
        }
        form={<AssessForm fields={fields} />}
      />
    </>
  );
}
