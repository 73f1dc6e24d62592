import { useTranslation } from 'react-i18next';
import type { ImportTrial } from '../../../shared/contract/intake.contract.ts';
import { defangText } from '../../../shared/domain/defang-text.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { Table } from '../../ui/table.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { countOf } from './count-of.ts';
import { Counted } from './counted.tsx';
import { detailText } from './detail-text.ts';
import css from './import-screen.module.css';
import { RefusalTable } from './refusal-table.tsx';

/** What importing a file would do, and the way to do it. */
export function TrialCard({ trial, onImport }: { trial: ImportTrial; onImport: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (trial.alreadyImported) return <Banner tone="accent">{t('intake.trial.already')}</Banner>;
  return (
    <>
      <Banner tone="accent">{t('intake.trial.nothingChanged')}</Banner>
      <Counted
        numbers={[
          [t('intake.result.reports'), trial.reports],
          [t('intake.result.subjects'), trial.subjects],
          [t('intake.trial.casesNew'), trial.casesNew],
          [t('intake.trial.casesJoined'), trial.casesJoined],
          [t('intake.trial.casesReopened'), trial.casesReopened],
          [t('intake.trial.refused'), trial.refusedTotal],
          [t('intake.result.notices'), countOf(trial.noticeCounts)],
        ]}
      />
      {trial.problems.length > 0 && <Problems trial={trial} />}
      {trial.notices.length > 0 && (
        <RefusalTable
          title={t('intake.notices.title')}
          refusals={trial.notices}
          total={countOf(trial.noticeCounts)}
        />
      )}
      {trial.reports > 0 && (
        <div>
          <Button look="primary" onPress={onImport}>
            {trial.refusedTotal > 0
              ? t('intake.refusals.goodRows', { rows: format.number(trial.reports), count: trial.reports })
              : t('intake.trial.import', { rows: format.number(trial.reports), count: trial.reports })}
          </Button>
        </div>
      )}
    </>
  );
}

function Problems({ trial: { problems, refusedTotal } }: { trial: ImportTrial }) {
  const { t } = useTranslation();
  const format = useFormat();
  const shown = t('intake.refusals.shown', {
    shown: format.number(problems.length),
    total: format.number(refusedTotal),
  });
  return (
    <div>
      <h3>
        {t('intake.trial.problems')}
        {problems.length < refusedTotal && ` · ${shown}`}
      </h3>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls must be reachable by keyboard */}
      <section className={css.refusals} tabIndex={0} aria-label={t('intake.trial.problems')}>
        <Table
          fixed
          label={t('intake.trial.problems')}
          columns={[
            { id: 'row', label: t('intake.refusals.row'), align: 'right', width: '120px' },
            { id: 'field', label: t('intake.refusals.field'), width: '144px' },
            { id: 'value', label: t('intake.trial.value'), width: '26%' },
            { id: 'detail', label: t('intake.refusals.reason') },
          ]}
        >
          {problems.map(({ refusal: { row, field, detail }, value }) => (
            <tr key={`${row} ${field} ${detail.code}`}>
              <td style={{ textAlign: 'right' }}>
                {row === null ? t('intake.refusals.wholeFile') : format.number(row)}
              </td>
              <td>
                <code>{field ?? '—'}</code>
              </td>
              <td title={value === null ? undefined : defangText(value)}>
                <code>{value === null || value === '' ? '—' : defangText(value)}</code>
              </td>
              <td>{detailText(t, format, detail)}</td>
            </tr>
          ))}
        </Table>
      </section>
    </div>
  );
}
