import { useTranslation } from 'react-i18next';
import type { ListImportResult } from '../../../shared/contract/lists.contract.ts';
import { Banner } from '../../ui/banner.tsx';
import { Chip } from '../../ui/chip.tsx';
import { failureText } from '../../ui/failure-text.ts';
import { JobCard, JobLine } from '../../ui/job-card.tsx';
import { Progress } from '../../ui/progress.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { Counted, countOf, RefusalTable } from '../intake/index.ts';
import { isRunning, type ListJob } from './list-job.ts';
import css from './lists.module.css';
import { useListsStore } from './lists-store.ts';

/** An import of a list: its progress and its result. */
export function ListJobCard({ job }: { job: ListJob }) {
  const { t } = useTranslation();
  const format = useFormat();
  const store = useListsStore();
  const { cancelImport, dismissImport } = store.getState();
  return (
    <JobCard
      name={job.name}
      phase={job.phase}
      about={`${t('lists.files', { count: job.files })} · ${format.bytes(job.sizeBytes)}`}
      marks={job.phase === 'done' && <Chip tone="good">{t('intake.phase.done')}</Chip>}
      onCancel={isRunning(job) ? () => cancelImport(job.id) : null}
      onDismiss={isRunning(job) ? null : () => dismissImport(job.id)}
    >
      {isRunning(job) && <Running job={job} />}
      {job.phase === 'cancelled' && <Banner tone="neutral">{t('intake.phase.cancelled')}</Banner>}
      {job.phase === 'refused' && (
        <>
          <Banner tone="danger">{t('lists.import.refused')}</Banner>
          <RefusalTable refusals={job.refused} total={job.refusedTotal} />
        </>
      )}
      {job.failure && (
        <Banner tone="danger">{t('intake.failedBecause', { failure: failureText(t, job.failure) })}</Banner>
      )}
      {job.result && <Result result={job.result} />}
    </JobCard>
  );
}

function Running({ job }: { job: ListJob }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { progress, shared } = job;
  if (job.phase === 'sharing' && shared !== null)
    return (
      <>
        <Progress label={job.name} value={shared.done} max={shared.total} />
        <JobLine>
          <span>{t('lists.import.sharing')}</span>
          <span>{format.percent(shared.done, shared.total)}</span>
        </JobLine>
      </>
    );
  return (
    <>
      <Progress label={job.name} value={progress?.bytes ?? 0} max={progress?.totalBytes ?? 1} />
      <JobLine>
        <span>{t(job.phase === 'waiting' ? 'lists.import.waiting' : 'intake.phase.reading')}</span>
        {progress && (
          <>
            <span>{format.percent(progress.bytes, progress.totalBytes)}</span>
            <span>{t('lists.import.values', { n: format.number(progress.values) })}</span>
            <span>{t('lists.import.rate', { n: format.number(Math.round(progress.valuesPerSecond)) })}</span>
            {progress.remainingMs !== null && (
              <span>{t('intake.remaining', { duration: format.duration(progress.remainingMs) })}</span>
            )}
            {progress.refused > 0 && (
              <span>{t('lists.import.refusedSoFar', { n: format.number(progress.refused) })}</span>
            )}
            {job.files > 1 && <span className={css.fileName}>{progress.file}</span>}
          </>
        )}
      </JobLine>
    </>
  );
}

function Result({ result }: { result: ListImportResult }) {
  const { t } = useTranslation();
  const format = useFormat();
  const notKept = Object.entries(result.notKept);
  return (
    <>
      {result.alreadyImported && <Banner tone="accent">{t('lists.import.already')}</Banner>}
      {result.isIncomplete && <Banner tone="warn">{t('lists.import.incomplete')}</Banner>}
      <Counted
        numbers={[
          [t('lists.result.records'), result.records],
          [t('lists.result.added'), result.added],
          [t('lists.result.updated'), result.updated],
          [t('lists.result.deleted'), result.deleted],
          [t('lists.result.values'), result.values],
          [t('lists.result.lowQuality'), result.lowQuality],
          [t('intake.refusals.title'), result.refusedTotal],
          [t('intake.result.notices'), countOf(result.noticeCounts)],
        ]}
      />
      {notKept.length > 0 && (
        <p className={css.soft}>
          {t('lists.result.notKept')}{' '}
          {notKept.map(([name, count], index) => (
            <span key={name}>
              {index > 0 && ', '}
              <code>{name}</code> ({format.number(count)})
            </span>
          ))}
        </p>
      )}
      {result.refused.length > 0 && (
        <details>
          <summary>{t('lists.history.show', { count: result.refusedTotal })}</summary>
          <RefusalTable refusals={result.refused} total={result.refusedTotal} />
        </details>
      )}
      {result.notices.length > 0 && (
        <RefusalTable
          title={t('intake.notices.title')}
          refusals={result.notices}
          total={countOf(result.noticeCounts)}
        />
      )}
    </>
  );
}
