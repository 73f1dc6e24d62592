import { type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { mayDo } from '../../../shared/domain/duty.ts';
import type { CaseId, HashListId } from '../../../shared/domain/ids.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { failureText } from '../../ui/failure-text.ts';
import { Screen } from '../../ui/screen.tsx';
import { Segments } from '../../ui/segments.tsx';
import { useShortcuts } from '../../ui/shortcuts.ts';
import { useSession } from '../vault/index.ts';
import { ImportDialog } from './import-dialog.tsx';
import { IndexFailed } from './index-failed.tsx';
import { IndexLine } from './index-line.tsx';
import { type Feedback, ListDetail } from './list-detail.tsx';
import { ListJobCard } from './list-job-card.tsx';
import { ListTable } from './list-table.tsx';
import css from './lists.module.css';
import { useLists, useListsStore } from './lists-store.ts';
import { RecordLookup } from './record-lookup.tsx';

type ListsView = 'lists' | 'lookup' | 'quarantine';

const VIEWS: readonly ListsView[] = ['lists', 'lookup', 'quarantine'];

interface ListsScreenProps {
  onCase: (id: CaseId) => void;
  /** The view of records in quarantine. */
  quarantine: ReactNode;
  feedback: Feedback;
}

/** The hash lists: their details, imports and look-ups. */
export function ListsScreen({ onCase, quarantine, feedback }: ListsScreenProps) {
  const { t } = useTranslation();
  const store = useListsStore();
  const { person } = useSession();
  const manages = mayDo(person.role, 'manage-lists');
  const [view, setView] = useState<ListsView>('lists');
  const [importing, setImporting] = useState<{ into: HashListId | null } | null>(null);
  const lists = useLists((state) => state.lists);
  const open = useLists((state) => state.open);
  const jobs = useLists((state) => state.jobs);
  const failure = useLists((state) => state.failure);
  const { load, show, forgetFailure } = store.getState();
  useEffect(() => {
    void load();
  }, [load]);
  const shown = lists.find(({ id }) => id === open) ?? null;
  useShortcuts({
    escape: () => {
      if (document.activeElement instanceof HTMLInputElement) document.activeElement.blur();
      else if (view === 'lists') void show(null);
    },
  });
  return (
    <Screen
      title={t('lists.title')}
      actions={
        manages && (
          <Button
            size="s"
            look="primary"
            icon="import"
            onPress={() => setImporting({ into: view === 'lists' ? (shown?.id ?? null) : null })}
          >
            {t(shown !== null && view === 'lists' ? 'lists.import.version' : 'lists.import.open')}
          </Button>
        )
      }
    >
      <div className={css.stack}>
        <div className={css.top}>
          <div className={css.views}>
            <Segments<ListsView>
              label=""
              hiddenLabel={t('lists.view.label')}
              segments={VIEWS.filter((id) => manages || id !== 'quarantine').map((id) => ({
                id,
                label: t(`lists.view.${id}`),
              }))}
              value={view}
              onChange={setView}
            />
          </div>
          <IndexLine />
        </div>
        <IndexFailed />
        {failure !== null && (
          <Banner
            tone="danger"
            actions={
              <Button size="s" look="quiet" onPress={forgetFailure}>
                {t('common.dismiss')}
              </Button>
            }
          >
            {failureText(t, failure)}
          </Banner>
        )}
        {view === 'quarantine' && quarantine}
        {view === 'lookup' && <RecordLookup onCase={onCase} />}
        {view === 'lists' && shown !== null && (
          <ListDetail list={shown} manages={manages} feedback={feedback} />
        )}
        {view === 'lists' && shown === null && (
          <>
            {jobs.map((job) => (
              <ListJobCard key={job.id} job={job} />
            ))}
            <ListTable />
          </>
        )}
      </div>
      {importing !== null && <ImportDialog into={importing.into} onClose={() => setImporting(null)} />}
    </Screen>
  );
}
