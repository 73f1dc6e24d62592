import { useId } from 'react';
import { classNames } from './class-names.ts';
import css from './field.module.css';

/** A day as `YYYY-MM-DD`, or nothing. The browser's own field: every day it gives is one. */
export function DateField(props: {
  label: string;
  value: string;
  onChange: (value: string) => void;
  hint?: string;
  error?: string | null;
}) {
  const { label, value, onChange, hint, error } = props;
  const id = useId();
  return (
    <div className={css.field}>
      <label htmlFor={id} className={css.label}>
        {label}
      </label>
      <input
        id={id}
        type="date"
        className={classNames(css.input)}
        value={value}
        aria-invalid={Boolean(error)}
        aria-describedby={error || hint ? `${id}-line` : undefined}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      {(error || hint) && (
        <span id={`${id}-line`} className={error ? css.error : css.hint}>
          {error || hint}
        </span>
      )}
    </div>
  );
}
