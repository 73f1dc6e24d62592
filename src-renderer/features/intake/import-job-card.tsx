import { useTranslation } from 'react-i18next';
import { refusalsIn } from '../../transport/failure.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { Chip } from '../../ui/chip.tsx';
import { failureText } from '../../ui/failure-text.ts';
import { JobCard, JobLine } from '../../ui/job-card.tsx';
import { Progress } from '../../ui/progress.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { countOf } from './count-of.ts';
import { canCancel, canKeepGood, type ImportJob, isRunning, shareDone } from './import-job.ts';
import { ImportNumbers } from './import-numbers.tsx';
import { useIntakeStore } from './intake-store.ts';
import { RefusalTable } from './refusal-table.tsx';
import type { ShowBatch } from './show-batch.ts';
import { TrialCard } from './trial-card.tsx';

/** An import of a file: its progress and its result. */
export function ImportJobCard({ job, onCases }: { job: ImportJob; onCases: ShowBatch }) {
  const { t } = useTranslation();
  const format = useFormat();
  const store = useIntakeStore();
  const { value, max } = shareDone(job);
  const { progress, result, trial, failure } = job;
  const read = result ?? trial;
  return (
    <JobCard
      name={job.name}
      phase={job.phase}
      about={format.bytes(job.sizeBytes)}
      marks={read && <Chip>{t(`enum.format.${read.format}`)}</Chip>}
      onCancel={canCancel(job) ? () => store.getState().cancel(job.id) : null}
      onDismiss={isRunning(job) ? null : () => store.getState().dismiss(job.id)}
    >
      {isRunning(job) && (
        <>
          <Progress label={job.name} value={value} max={max} />
          <JobLine>
            <span>{t(`intake.phase.${job.phase}`)}</span>
            {progress && (
              <>
                <span>{format.percent(value ?? 0, max)}</span>
                <span>{t('intake.rows', { count: progress.rows, rows: format.number(progress.rows) })}</span>
                <span>{t('intake.rate', { rows: format.number(Math.round(progress.rowsPerSecond)) })}</span>
                {progress.remainingMs !== null && (
                  <span>{t('intake.remaining', { duration: format.duration(progress.remainingMs) })}</span>
                )}
              </>
            )}
          </JobLine>
        </>
      )}
      {job.phase === 'cancelled' && <Banner tone="neutral">{t('intake.phase.cancelled')}</Banner>}
      {failure && (
        <>
          <Banner tone="danger">{t('intake.failedBecause', { failure: failureText(t, failure) })}</Banner>
          {refusalsIn(failure).length > 0 && (
            <RefusalTable refusals={refusalsIn(failure)} total={refusalsIn(failure).length} />
          )}
          {canKeepGood(job) && (
            <div>
              <Button onPress={() => void store.getState().importGoodRows(job.id)}>
                {t('intake.refusals.goodRows', {
                  rows: format.number(progress?.rows ?? 0),
                  count: progress?.rows ?? 0,
                })}
              </Button>
            </div>
          )}
        </>
      )}
      {trial && <TrialCard trial={trial} onImport={() => void store.getState().importGoodRows(job.id)} />}
      {result && (
        <>
          {result.alreadyImported && <Banner tone="accent">{t('intake.already')}</Banner>}
          <ImportNumbers result={result} onCases={onCases} />
          {result.refused.length > 0 && (
            <RefusalTable refusals={result.refused} total={result.refusedTotal} />
          )}
          {result.notices.length > 0 && <NoticeTable result={result} />}
        </>
      )}
    </JobCard>
  );
}

function NoticeTable({ result }: { result: NonNullable<ImportJob['result']> }) {
  const { t } = useTranslation();
  return (
    <RefusalTable
      title={t('intake.notices.title')}
      refusals={result.notices.map(({ row, field, notice, detail }) => ({ row, field, notice, detail }))}
      total={countOf(result.noticeCounts)}
    />
  );
}
