import { useTranslation } from 'react-i18next';
import { ListMeaning, ListTrust } from '../../../shared/domain/hash-list.ts';
import { DateField } from '../../ui/date-field.tsx';
import { NumberField } from '../../ui/number-field.tsx';
import { Segments } from '../../ui/segments.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import { TextField } from '../../ui/text-field.tsx';
import type { DetailsField, DetailsForm } from './details-form.ts';
import css from './lists.module.css';

/** The details that a supervisor states about a list. */
export function DetailsFields(props: {
  form: DetailsForm;
  problems: ReadonlySet<DetailsField>;
  onChange: (change: Partial<DetailsForm>) => void;
}) {
  const { form, problems, onChange } = props;
  const { t } = useTranslation();
  const wrong = (field: DetailsField): string | null =>
    problems.has(field)
      ? t(form[field] === '' || form[field] === null ? 'lists.needed' : 'lists.doesNotFit')
      : null;
  return (
    <>
      <div className={css.pair}>
        <TextField
          label={t('lists.field.name')}
          value={form.name}
          error={wrong('name')}
          onChange={(name) => onChange({ name })}
        />
        <TextField
          label={t('lists.column.owner')}
          placeholder={t('common.unknown')}
          value={form.owner}
          error={wrong('owner')}
          onChange={(owner) => onChange({ owner })}
        />
      </div>
      <div className={css.pair}>
        <div>
          <SelectField<ListMeaning>
            label={t('lists.field.meaning')}
            placeholder={t('common.choose')}
            choices={ListMeaning.options.map((id) => ({ id, label: t(`enum.listMeaning.${id}`) }))}
            value={form.meaning}
            onChange={(meaning) => onChange({ meaning })}
          />
          <p className={problems.has('meaning') ? css.error : css.hint}>
            {form.meaning === null ? t('lists.meaningHint.none') : t(`lists.meaningHint.${form.meaning}`)}
          </p>
        </div>
        <div>
          <Segments<ListTrust>
            label={t('lists.column.trust')}
            segments={ListTrust.options.map((id) => ({ id, label: t(`enum.listTrust.${id}`) }))}
            value={form.trust}
            onChange={(trust) => onChange({ trust })}
          />
          <p className={css.hint}>{t('lists.trustHint')}</p>
        </div>
      </div>
      <TextField
        label={t('lists.field.purpose')}
        rows={2}
        value={form.purpose}
        error={wrong('purpose')}
        onChange={(purpose) => onChange({ purpose })}
      />
      <TextField
        label={t('lists.field.licence')}
        rows={2}
        value={form.licence}
        error={wrong('licence')}
        hint={t('lists.licenceHint')}
        onChange={(licence) => onChange({ licence })}
      />
      <div className={css.four}>
        <DateField
          label={t('lists.column.asOf')}
          value={form.asOf}
          error={wrong('asOf')}
          onChange={(asOf) => onChange({ asOf })}
        />
        <NumberField
          label={t('lists.field.staleAfter')}
          value={form.staleAfterDays}
          unit={t('lists.days')}
          error={wrong('staleAfterDays')}
          onChange={(staleAfterDays) => onChange({ staleAfterDays })}
        />
        <NumberField
          label={t('lists.field.pdqDistance')}
          value={form.pdqDistance}
          unit={t('lists.bits')}
          error={wrong('pdqDistance')}
          onChange={(pdqDistance) => onChange({ pdqDistance })}
        />
        <NumberField
          label={t('lists.field.pdqQuality')}
          value={form.pdqQuality}
          error={wrong('pdqQuality')}
          onChange={(pdqQuality) => onChange({ pdqQuality })}
        />
      </div>
    </>
  );
}
