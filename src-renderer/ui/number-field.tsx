import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import css from './number-field.module.css';
import { TextField } from './text-field.tsx';

export interface NumberFieldProps {
  label: ReactNode;
  /** Null means empty, where the field is `optional`; `NaN` means that the text is no number. */
  value: number | null;
  onChange: (value: number | null) => void;
  /** An empty field means null; without this it is an error. */
  optional?: boolean;
  /**
   * The factor from the number shown to the value: 0.01 shows a fraction as percent, 1000 shows milliseconds as
   * seconds.
   */
  scale?: number;
  /** Shown behind the number. */
  unit?: string;
  hint?: string;
  error?: string | null;
  isDisabled?: boolean;
}

/** A number, typed as the language writes it. Nothing is corrected while the person types. */
export function NumberField(props: NumberFieldProps) {
  const { value, onChange, optional = false, scale = 1, unit, ...field } = props;
  const { i18n } = useTranslation();
  const [typed, setTyped] = useState<string | null>(null);
  const standing = typed !== null && Object.is(read(typed, scale, optional), value);
  return (
    <TextField
      {...field}
      value={standing ? typed : write(value, scale, i18n.language)}
      onChange={(text) => {
        setTyped(text);
        onChange(read(text, scale, optional));
      }}
      {...(unit === undefined ? {} : { end: <span className={css.unit}>{unit}</span> })}
    />
  );
}

function read(text: string, scale: number, optional: boolean): number | null {
  const plain = text
    .trim()
    .replace(/[\s\u00a0\u202f]/g, '')
    .replace(',', '.');
  if (plain === '') return optional ? null : Number.NaN;
  if (!/^-?\d+(\.\d*)?$/.test(plain)) return Number.NaN;
  // Without the rounding 7 percent would be 0.07000000000000001.
  return Number((Number(plain) * scale).toPrecision(12));
}

function write(value: number | null, scale: number, language: string): string {
  if (value === null || Number.isNaN(value)) return '';
  const shown = Number((value / scale).toPrecision(12));
  return new Intl.NumberFormat(language, { useGrouping: false, maximumFractionDigits: 12 }).format(shown);
}
