import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { failureText } from '../../ui/failure-text.ts';
import { Screen } from '../../ui/screen.tsx';
import { BatchTable } from './batch-table.tsx';
import { DropArea } from './drop-area.tsx';
import { ImportJobCard } from './import-job-card.tsx';
import css from './import-screen.module.css';
import { useIntake } from './intake-store.ts';
import { ManualReport } from './manual-report.tsx';
import type { ShowBatch } from './show-batch.ts';
import { WatchedCard } from './watch-card.tsx';

/** The screen where reports come in, as files or typed. */
export function ImportScreen({ onCases }: { onCases: ShowBatch }) {
  const { t } = useTranslation();
  const jobs = useIntake((state) => state.jobs);
  const failure = useIntake((state) => state.failure);
  const [typing, setTyping] = useState(false);
  return (
    <Screen
      title={t('intake.title')}
      actions={
        <Button icon="person" onPress={() => setTyping(true)}>
          {t('intake.manual.open')}
        </Button>
      }
    >
      <div className={css.stack}>
        <DropArea />
        {failure && !typing && <Banner tone="danger">{failureText(t, failure)}</Banner>}
        {jobs.map((job) => (
          <ImportJobCard key={job.id} job={job} onCases={onCases} />
        ))}
        <WatchedCard />
        <BatchTable onCases={onCases} />
      </div>
      {typing && <ManualReport onClose={() => setTyping(false)} />}
    </Screen>
  );
}
