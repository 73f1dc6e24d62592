import { useTranslation } from 'react-i18next';
import { UpdateMode } from '../../../shared/domain/hash-list.ts';
import { DateField } from '../../ui/date-field.tsx';
import { Segments } from '../../ui/segments.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import { DetailsFields } from './details-fields.tsx';
import type { DetailsField } from './details-form.ts';
import { type ImportForm, withList } from './import-form.ts';
import css from './lists.module.css';
import { useLists } from './lists-store.ts';

/** Asks which list the files are for: a new one with its details, or an existing one and how it changes. */
export function ListTarget(props: {
  form: ImportForm;
  problems: ReadonlySet<DetailsField>;
  onChange: (form: ImportForm) => void;
}) {
  const { form, problems, onChange } = props;
  const { t } = useTranslation();
  const lists = useLists((state) => state.lists);
  return (
    <>
      {lists.length > 0 && (
        <Segments<ImportForm['target']>
          label={t('lists.import.target')}
          segments={(['new', 'known'] as const).map((id) => ({ id, label: t(`lists.target.${id}`) }))}
          value={form.target}
          onChange={(target) => onChange({ ...form, target })}
        />
      )}
      {form.target === 'new' ? (
        <DetailsFields
          form={form.details}
          problems={problems}
          onChange={(change) => onChange({ ...form, details: { ...form.details, ...change } })}
        />
      ) : (
        <>
          <div className={css.pair}>
            <SelectField<string>
              label={t('lists.import.list')}
              placeholder={t('common.choose')}
              choices={lists.map(({ id, name }) => ({ id, label: name }))}
              value={form.list}
              onChange={(chosen) => {
                const list = lists.find(({ id }) => id === chosen);
                if (list !== undefined) onChange(withList(form, list));
              }}
            />
            <DateField
              label={t('lists.column.asOf')}
              value={form.asOf}
              onChange={(asOf) => onChange({ ...form, asOf })}
            />
          </div>
          <div>
            <Segments<UpdateMode>
              label={t('lists.import.mode')}
              segments={UpdateMode.options.map((id) => ({ id, label: t(`lists.mode.${id}.name`) }))}
              value={form.mode}
              onChange={(mode) => onChange({ ...form, mode })}
            />
            <p className={css.hint}>{t(`lists.mode.${form.mode}.hint`)}</p>
          </div>
        </>
      )}
    </>
  );
}
