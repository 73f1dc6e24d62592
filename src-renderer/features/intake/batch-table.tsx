import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Table } from '../../ui/table.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { useIntake, useIntakeStore } from './intake-store.ts';
import { QuarantineDialog } from './quarantine-dialog.tsx';
import type { ShowBatch } from './show-batch.ts';

/** The files imported so far. */
export function BatchTable({ onCases }: { onCases: ShowBatch }) {
  const { t } = useTranslation();
  const format = useFormat();
  const store = useIntakeStore();
  const batches = useIntake((state) => state.batches);
  const quarantine = useIntake((state) => state.quarantine);
  useEffect(() => {
    void store.getState().loadBatches();
  }, [store]);
  const right = { textAlign: 'right' } as const;
  return (
    <Card title={t('intake.history.label')} flush>
      {batches.length === 0 ? (
        <Empty icon="file">{t('intake.historyEmpty')}</Empty>
      ) : (
        <Table
          fixed
          label={t('intake.history.label')}
          columns={[
            { id: 'file', label: t('intake.history.file') },
            { id: 'format', label: t('intake.format'), width: '160px' },
            { id: 'when', label: t('intake.history.when'), width: '152px' },
            { id: 'by', label: t('intake.history.by'), width: '136px' },
            { id: 'reports', label: t('intake.result.reports'), align: 'right', width: '112px' },
            { id: 'new', label: t('intake.result.casesNew'), align: 'right', width: '128px' },
            { id: 'refused', label: t('intake.refusals.title'), align: 'right', width: '104px' },
          ]}
        >
          {batches.map((batch) => (
            <tr key={batch.id}>
              <td title={batch.digest}>{batch.fileName}</td>
              <td>{batch.profile ?? t(`enum.format.${batch.format}`)}</td>
              <td>{format.dateTime(batch.importedAt)}</td>
              <td>{batch.importedBy}</td>
              <td style={right}>{format.number(batch.reports)}</td>
              <td style={right}>
                {batch.casesNew === 0 ? (
                  0
                ) : (
                  <Button
                    size="s"
                    look="quiet"
                    aria-label={`${t('intake.result.casesNew')} ${format.number(batch.casesNew)}`}
                    onPress={() => onCases(batch.id)}
                  >
                    {format.number(batch.casesNew)}
                  </Button>
                )}
              </td>
              <td style={right}>
                {batch.refusedTotal === 0 ? (
                  0
                ) : (
                  <Button
                    size="s"
                    look="quiet"
                    aria-label={t('intake.showRefusals')}
                    onPress={() => void store.getState().showRefusals(batch)}
                  >
                    {format.number(batch.refusedTotal)}
                  </Button>
                )}
              </td>
            </tr>
          ))}
        </Table>
      )}
      {quarantine && <QuarantineDialog quarantine={quarantine} />}
    </Card>
  );
}
