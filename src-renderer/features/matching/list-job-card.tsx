import { useTranslation } from 'react-i18next';
import type { ListImportResult } from '../../../shared/contract/lists.contract.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { failureText } from '../../ui/failure-text.ts';
import { Progress } from '../../ui/progress.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { Counted, RefusalTable } from '../intake/index.ts';
import { isRunning, type ListJob } from './list-job.ts';
import css from './lists.module.css';
import { useListsStore } from './lists-context.ts';

/** A list on its way in, and what became of it. */
export function ListJobCard({ job }: { job: ListJob }) {
  const { t } = useTranslation();
  const format = useFormat();
  const store = useListsStore();
  const { cancelImport, dismissImport } = store.getState();
  return (
    <article className={css.job} aria-label={job.name} data-phase={job.phase}>
      <div className={css.jobHead}>
        <b>{job.name}</b>
        <span className={css.soft}>
          {t('lists.files', { count: job.files })} · {format.bytes(job.sizeBytes)}
        </span>
        <span className={css.push}>
          {isRunning(job) ? (
            <Button size="s" onPress={() => cancelImport(job.id)}>
              {t('common.cancel')}
            </Button>
          ) : (
            <Button
              size="s"
              look="quiet"
              icon="close"
              aria-label={t('common.dismiss')}
              onPress={() => dismissImport(job.id)}
            />
          )}
        </span>
      </div>
      {isRunning(job) && <Running job={job} />}
      {job.phase === 'cancelled' && <Banner tone="neutral">{t('intake.phase.cancelled')}</Banner>}
      {job.phase === 'refused' && (
        <>
          <Banner tone="danger">{t('lists.import.refused')}</Banner>
          <RefusalTable refusals={job.refused} total={job.refusedTotal} />
        </>
      )}
      {job.failure && (
        <Banner tone="danger">
          {t('intake.phase.failed')}: {failureText(t, job.failure)}
        </Banner>
      )}
      {job.result && <Result result={job.result} />}
    </article>
  );
}

function Running({ job }: { job: ListJob }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { progress } = job;
  return (
    <>
      <Progress label={job.name} value={progress?.bytes ?? 0} max={progress?.totalBytes ?? 1} />
      <p className={css.line}>
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
      </p>
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
          [t('lists.result.entries'), result.entries],
          [t('lists.result.added'), result.added],
          [t('lists.result.updated'), result.updated],
          [t('lists.result.deleted'), result.deleted],
          [t('lists.result.values'), result.values],
          [t('lists.result.lowQuality'), result.lowQuality],
          [t('intake.refusals.title'), result.refusedTotal],
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
    </>
  );
}
