import { useTranslation } from 'react-i18next';
import { defangText } from '../../../shared/domain/defang-text.ts';
import type { ColumnMeaning } from '../../../shared/domain/import-profile.ts';
import { SelectField } from '../../ui/select-field.tsx';
import { Table } from '../../ui/table.tsx';
import css from './profile-dialog.module.css';
import { type ColumnRole, type FormColumn, type ProfileForm, withRole } from './profile-form.ts';

const NOTHING = 'nothing';

/** Asks what each column of a table means, beside its first values. */
export function ProfileColumns(props: {
  form: ProfileForm;
  columns: readonly FormColumn[];
  meanings: readonly ColumnMeaning[];
  onChange: (form: ProfileForm) => void;
}) {
  const { t } = useTranslation();
  const { form, columns, meanings, onChange } = props;
  const nameOf = ({ name, reference }: FormColumn): string =>
    name ?? t('lists.import.columnNumber', { n: Number(reference) });
  const left = columns.filter(({ role }) => role === null).map(nameOf);
  if (columns.length === 0) return <p className={css.hint}>{t('intake.profile.noColumns')}</p>;
  return (
    <div>
      <div className={css.framed}>
        <Table
          fixed
          label={t('lists.import.columns')}
          columns={[
            { id: 'name', label: t('lists.import.column'), width: '30%' },
            { id: 'examples', label: t('lists.import.examples') },
            { id: 'role', label: t('lists.import.holds'), width: '208px' },
          ]}
        >
          {columns.map((column) => (
            <tr key={String(column.reference)}>
              <td title={nameOf(column)}>{nameOf(column)}</td>
              <td title={column.examples.map(defangText).join('\n')}>
                {column.isMissing ? (
                  <span className={css.warning}>{t('intake.profile.notInSample')}</span>
                ) : (
                  <code>{column.examples[0] === undefined ? '—' : defangText(column.examples[0])}</code>
                )}
              </td>
              <td>
                <SelectField<ColumnRole | typeof NOTHING>
                  small
                  hiddenLabel
                  label={t('lists.import.holdsOf', { column: nameOf(column) })}
                  choices={([NOTHING, ...meanings, 'note'] as const).map((id) => ({
                    id,
                    label: t(`intake.profile.role.${id}`),
                  }))}
                  value={column.role ?? NOTHING}
                  onChange={(role) =>
                    onChange(withRole(form, column.reference, role === NOTHING ? null : role))
                  }
                />
              </td>
            </tr>
          ))}
        </Table>
      </div>
      {left.length > 0 && (
        <p className={css.hint}>
          {t('intake.profile.leftOut', { count: left.length, columns: left.join(', ') })}
        </p>
      )}
    </div>
  );
}
