import { useTranslation } from 'react-i18next';
import type { ListImport } from '../../../shared/contract/lists.contract.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Table } from '../../ui/table.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { RefusalTable } from '../intake/index.ts';
import css from './lists.module.css';
import { useLists, useListsStore } from './lists-store.ts';

/** The imports into the open list, newest first. */
export function ImportHistory() {
  const { t } = useTranslation();
  const store = useListsStore();
  const imports = useLists((state) => state.imports);
  const refusals = useLists((state) => state.refusals);
  const close = () => void store.getState().showRefusals(null);
  return (
    <Card title={t('lists.history.title')} flush>
      {imports.length === 0 ? (
        <Empty icon="file">{t('lists.history.empty')}</Empty>
      ) : (
        <div className={css.scroll}>
          <Table
            fixed
            label={t('lists.history.title')}
            columns={[
              { id: 'version', label: t('lists.version'), width: '88px' },
              { id: 'when', label: t('intake.history.when'), width: '152px' },
              { id: 'by', label: t('intake.history.by'), width: '128px' },
              { id: 'files', label: t('lists.history.files') },
              { id: 'mode', label: t('lists.history.how'), width: '104px' },
              { id: 'added', label: t('lists.result.added'), align: 'right', width: '104px' },
              { id: 'updated', label: t('lists.result.updated'), align: 'right', width: '104px' },
              { id: 'deleted', label: t('lists.result.deleted'), align: 'right', width: '96px' },
              { id: 'refused', label: t('intake.refusals.title'), align: 'right', width: '96px' },
            ]}
          >
            {imports.map((one) => (
              <ImportRow key={one.id} one={one} />
            ))}
          </Table>
        </div>
      )}
      <Dialog
        width="l"
        title={refusals === null ? '' : t('lists.history.refused', { version: refusals.import.version })}
        isOpen={refusals !== null}
        onClose={close}
      >
        <div className={css.dialog}>
          {refusals && <RefusalTable refusals={refusals.refused} total={refusals.import.refusedTotal} />}
          <div className={css.dialogActs}>
            <Button onPress={close}>{t('common.close')}</Button>
          </div>
        </div>
      </Dialog>
    </Card>
  );
}

function ImportRow({ one }: { one: ListImport }) {
  const { t } = useTranslation();
  const format = useFormat();
  const store = useListsStore();
  const names = one.files.map(({ name }) => name).join(', ');
  return (
    <tr data-past={!one.isCurrent}>
      <td title={one.isCurrent ? undefined : t('lists.history.replaced')}>
        {one.version}
        {!one.isCurrent && <span className={css.soft}> · {t('lists.history.past')}</span>}
      </td>
      <td>{format.dateTime(one.importedAt)}</td>
      <td title={one.importedBy}>{one.importedBy}</td>
      <td title={names}>{one.files.length > 1 ? t('lists.files', { count: one.files.length }) : names}</td>
      <td>{t(`lists.mode.${one.mode}.name`)}</td>
      <td className={css.right}>{format.number(one.added)}</td>
      <td className={css.right}>{format.number(one.updated)}</td>
      <td className={css.right}>{format.number(one.deleted)}</td>
      <td className={css.right}>
        {one.refusedTotal === 0 ? (
          0
        ) : (
          <Button
            size="s"
            look="quiet"
            aria-label={t('lists.history.show', { count: one.refusedTotal })}
            onPress={() => void store.getState().showRefusals(one)}
          >
            {format.number(one.refusedTotal)}
          </Button>
        )}
      </td>
    </tr>
  );
}
