import { useTranslation } from 'react-i18next';
import { ListFormat, SumAlgorithm } from '../../../shared/domain/hash-list.ts';
import { Banner } from '../../ui/banner.tsx';
import { Segments } from '../../ui/segments.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import { ALGORITHM_NAMES } from '../review/index.ts';
import { ColumnFields } from './column-fields.tsx';
import { sumsDigits } from './file-sample.ts';
import type { ImportForm } from './import-form.ts';
import css from './lists.module.css';

interface FormatFieldsProps {
  form: ImportForm;
  onChange: (form: ImportForm) => void;
}

/** Asks how the files are read. Where a value may be of two kinds, the person says which. */
export function FormatFields({ form, onChange }: FormatFieldsProps) {
  const { t } = useTranslation();
  return (
    <>
      <div>
        <SelectField<ListFormat>
          label={t('lists.import.format')}
          placeholder={t('common.choose')}
          choices={ListFormat.options.map((id) => ({ id, label: t(`lists.format.${id}.name`) }))}
          value={form.format}
          onChange={(format) => onChange({ ...form, format })}
        />
        <p className={css.hint}>
          {t(form.format === null ? 'lists.import.formatHint' : `lists.format.${form.format}.hint`)}
        </p>
      </div>
      {form.format === 'sums' && <SumsField form={form} onChange={onChange} />}
      {form.format === 'csv' && <ColumnFields form={form} onChange={onChange} />}
    </>
  );
}

function SumsField({ form, onChange }: FormatFieldsProps) {
  const { t } = useTranslation();
  const digits = sumsDigits(form.sample);
  if (digits !== 64) {
    return (
      <Segments<SumAlgorithm>
        label={t('lists.import.algorithm')}
        segments={SumAlgorithm.options.map((id) => ({ id, label: ALGORITHM_NAMES[id] }))}
        value={form.sums ?? (digits === 32 ? 'md5' : digits === 40 ? 'sha1' : null)}
        onChange={(sums) => onChange({ ...form, sums })}
      />
    );
  }
  return (
    <>
      {form.sums === null && <Banner tone="warn">{t('lists.import.ambiguous')}</Banner>}
      <Segments<'sha256' | 'pdq'>
        label={t('lists.import.algorithm')}
        segments={[
          { id: 'sha256', label: ALGORITHM_NAMES.sha256 },
          { id: 'pdq', label: ALGORITHM_NAMES.pdq },
        ]}
        value={form.sums === 'sha256' ? 'sha256' : null}
        onChange={(chosen) =>
          onChange(chosen === 'pdq' ? { ...form, format: 'pdq', sums: null } : { ...form, sums: chosen })
        }
      />
    </>
  );
}
