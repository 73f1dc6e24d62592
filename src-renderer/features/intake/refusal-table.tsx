import { useTranslation } from 'react-i18next';
import type { ListNotice, ListRefusal } from '../../../shared/domain/list-record.ts';
import type { Notice, Refusal } from '../../../shared/domain/refusal.ts';
import { Table } from '../../ui/table.tsx';
import { useFormat } from '../../ui/use-format.ts';
import { detailText } from './detail-text.ts';
import css from './import-screen.module.css';

type Located = Refusal | ListRefusal | ((Notice | ListNotice) & { reason?: never });

/** Refusals or notices with their place in the file. */
export function RefusalTable(props: { title?: string; refusals: readonly Located[]; total: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { refusals, total, title = t('intake.refusals.title') } = props;
  // A list may come as several files; a single file needs no name in every row.
  const manyFiles = new Set(refusals.map(fileOf)).size > 1;
  const reasonOf = (located: Located): string =>
    located.reason === undefined ? t(`enum.notice.${located.notice}`) : t(`enum.refusal.${located.reason}`);
  return (
    <div>
      <h3>
        {title}
        {refusals.length < total &&
          ` · ${t('intake.refusals.shown', { shown: format.number(refusals.length), total: format.number(total) })}`}
      </h3>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls must be reachable by keyboard */}
      <section className={css.refusals} tabIndex={0} aria-label={title}>
        <Table
          fixed
          label={title}
          columns={[
            ...(manyFiles ? [{ id: 'file', label: t('intake.history.file'), width: '152px' }] : []),
            { id: 'row', label: t('intake.refusals.row'), align: 'right', width: '120px' },
            { id: 'field', label: t('intake.refusals.field'), width: '176px' },
            { id: 'reason', label: t('intake.refusals.reason'), width: '184px' },
            { id: 'detail', label: t('intake.refusals.detail') },
          ]}
        >
          {refusals.map((located, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the list never changes, and rows may repeat
            <tr key={index}>
              {manyFiles && <td title={fileOf(located)}>{fileOf(located)}</td>}
              <td style={{ textAlign: 'right' }}>
                {located.row === null ? t('intake.refusals.wholeFile') : format.number(located.row)}
              </td>
              <td>
                <code>{located.field ?? '—'}</code>
              </td>
              <td>{reasonOf(located)}</td>
              <td>
                {detailText(t, format, located.detail)}
                {'line' in located &&
                  located.line !== undefined &&
                  ` ${t('intake.refusals.line', { line: format.number(located.line) })}`}
              </td>
            </tr>
          ))}
        </Table>
      </section>
    </div>
  );
}

const fileOf = (located: Located): string => ('file' in located ? located.file : '');
