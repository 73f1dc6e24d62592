import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import { SwitchField } from '../../ui/switch-field.tsx';
import { Table } from '../../ui/table.tsx';
import { TextField } from '../../ui/text-field.tsx';
import {
  columnsOf,
  type ImportForm,
  mappingOf,
  unnamedColumns,
  withMapping,
  withRole,
  withTable,
} from './import-form.ts';
import css from './lists.module.css';
import { useLists, useListsStore } from './lists-store.ts';
import { COLUMN_ROLES, type ColumnRole, DELIMITERS, type Delimiter } from './table-sample.ts';

interface ColumnFieldsProps {
  form: ImportForm;
  onChange: (form: ImportForm) => void;
}

const NOTHING = 'nothing';

/** Asks what each column of a table holds, beside its first values. */
export function ColumnFields({ form, onChange }: ColumnFieldsProps) {
  const { t } = useTranslation();
  const columns = columnsOf(form);
  const unnamed = unnamedColumns(form);
  return (
    <div className={css.columns}>
      <div className={css.pair}>
        <SelectField<Delimiter>
          label={t('lists.import.delimiter')}
          choices={DELIMITERS.map((id) => ({ id, label: t(`lists.delimiter.${DELIMITER_NAMES[id]}`) }))}
          value={form.delimiter}
          onChange={(delimiter) => onChange(withTable(form, delimiter))}
        />
        <div className={css.atFoot}>
          <SwitchField
            isSelected={form.header}
            onChange={(header) => onChange(withTable(form, form.delimiter, header))}
          >
            {t('lists.import.header')}
          </SwitchField>
        </div>
      </div>
      {columns.length === 0 ? (
        <p className={css.hint}>{t('lists.import.noColumns')}</p>
      ) : (
        <div className={css.framed}>
          <Table
            fixed
            label={t('lists.import.columns')}
            columns={[
              { id: 'name', label: t('lists.import.column'), width: '168px' },
              { id: 'examples', label: t('lists.import.examples') },
              { id: 'role', label: t('lists.import.holds'), width: '200px' },
            ]}
          >
            {columns.map((column) => (
              <tr key={column.number}>
                <td title={column.name ?? undefined}>
                  {column.name ?? t('lists.import.columnNumber', { n: column.number })}
                </td>
                <td title={column.examples.join('\n')}>
                  <code>{column.examples[0] ?? '—'}</code>
                </td>
                <td>
                  <SelectField<ColumnRole | typeof NOTHING>
                    small
                    hiddenLabel
                    label={t('lists.import.holdsOf', {
                      column: column.name ?? t('lists.import.columnNumber', { n: column.number }),
                    })}
                    choices={[NOTHING, ...COLUMN_ROLES].map((id) => ({
                      id: id as ColumnRole | typeof NOTHING,
                      label: t(`lists.role.${id as ColumnRole | typeof NOTHING}`),
                    }))}
                    value={form.roles[column.number] ?? NOTHING}
                    onChange={(role) =>
                      onChange(withRole(form, column.number, role === NOTHING ? null : role))
                    }
                  />
                </td>
              </tr>
            ))}
          </Table>
        </div>
      )}
      {unnamed.length > 0 && (
        <Banner tone="warn">
          {t('lists.import.ambiguousColumn', {
            columns: unnamed
              .map(({ name, number }) => name ?? t('lists.import.columnNumber', { n: number }))
              .join(', '),
          })}
        </Banner>
      )}
      <SavedMappings form={form} onChange={onChange} />
    </div>
  );
}

function SavedMappings({ form, onChange }: ColumnFieldsProps) {
  const { t } = useTranslation();
  const store = useListsStore();
  const mappings = useLists((state) => state.mappings);
  const [name, setName] = useState('');
  const [chosen, setChosen] = useState<string | null>(null);
  const mapping = mappingOf(form);
  const { saveMapping, removeMapping } = store.getState();
  return (
    <div className={css.mappings}>
      <div className={css.withAct}>
        <SelectField<string>
          label={t('lists.import.mappings')}
          placeholder={t(mappings.length === 0 ? 'lists.import.noMapping' : 'common.choose')}
          isDisabled={mappings.length === 0}
          choices={mappings.map((saved) => ({ id: saved.name, label: saved.name }))}
          value={mappings.some((saved) => saved.name === chosen) ? chosen : null}
          onChange={(wanted) => {
            setChosen(wanted);
            const saved = mappings.find((one) => one.name === wanted);
            if (saved !== undefined) onChange(withMapping(form, saved.mapping));
          }}
        />
        <Button
          icon="close"
          aria-label={t('lists.import.forgetMapping')}
          isDisabled={chosen === null}
          onPress={() => {
            if (chosen !== null) void removeMapping(chosen);
            setChosen(null);
          }}
        />
      </div>
      <div className={css.withAct}>
        <TextField label={t('lists.import.mappingName')} value={name} onChange={setName} />
        <Button
          isDisabled={name.trim() === '' || mapping === null}
          onPress={() => {
            if (mapping !== null) void saveMapping(name.trim(), mapping);
            setChosen(name.trim());
            setName('');
          }}
        >
          {t('lists.import.keepMapping')}
        </Button>
      </div>
    </div>
  );
}

const DELIMITER_NAMES = { ',': 'comma', ';': 'semicolon', '\t': 'tab', '|': 'bar' } as const satisfies Record<
  Delimiter,
  string
>;
