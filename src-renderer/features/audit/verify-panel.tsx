import { useTranslation } from 'react-i18next';
import { Banner } from '../../ui/banner.tsx';
import { Progress } from '../../ui/progress.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { faultText } from './fault-text.ts';
import css from './ledger-screen.module.css';
import { useLedger } from './ledger-store.ts';

/** The result of the last verification. */
export function VerifyPanel() {
  const { t } = useTranslation();
  const format = useFormat();
  const { verifying, report } = useLedger((state) => state);
  return (
    <>
      {verifying !== null && (
        <div className={css.stack} role="status">
          <p>
            {t(`ledger.${verifying.phase}`)} {format.number(verifying.entries)} /{' '}
            {format.number(verifying.total)}
          </p>
          <Progress label={t(`ledger.${verifying.phase}`)} value={verifying.entries} max={verifying.total} />
        </div>
      )}
      {report?.ok && (
        <Banner tone="good">
          {t('ledger.verifiedOk', {
            entries: format.number(report.entries),
            checkpoints: format.number(report.checkpoints),
          })}
        </Banner>
      )}
      {report && !report.ok && (
        <Banner tone="danger">
          {t('ledger.verifiedBad', { problems: format.number(report.problems.length) })}
        </Banner>
      )}
      {report && report.late + report.overtaken > 0 && (
        <>
          <p>
            {t('ledger.withoutEffect', {
              late: format.number(report.late),
              overtaken: format.number(report.overtaken),
            })}
          </p>
          <ol className={css.problems}>
            {report.withoutEffect.map(({ seq, why }) => (
              <li key={seq}>
                <b>{t('ledger.detail', { seq: format.number(seq) })}</b>
                <span>{t(`ledger.${why}`)}</span>
              </li>
            ))}
          </ol>
        </>
      )}
      {report && report.problems.length > 0 && (
        <ol className={css.problems}>
          {report.problems.map((problem, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the list never changes, and lines may repeat
            <li key={index}>
              <b>
                {problem.seq === null
                  ? t('ledger.title')
                  : t('ledger.detail', { seq: format.number(problem.seq) })}
              </b>
              <span>{faultText(t, format, problem.fault)}</span>
            </li>
          ))}
        </ol>
      )}
    </>
  );
}
