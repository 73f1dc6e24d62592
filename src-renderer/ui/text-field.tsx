import type { KeyboardEvent, ReactNode, Ref } from 'react';
import { TextField as AriaTextField, Input, Label, Text, TextArea } from 'react-aria-components';
import { classNames } from './class-names.ts';
import css from './field.module.css';

export interface TextFieldProps {
  label: ReactNode;
  /** The label is for screen readers only. */
  hiddenLabel?: boolean;
  value: string;
  onChange: (value: string) => void;
  type?: 'text' | 'password' | 'search';
  rows?: number;
  mono?: boolean;
  hint?: ReactNode;
  error?: string | null;
  placeholder?: string;
  autoFocus?: boolean;
  autoComplete?: string;
  isDisabled?: boolean;
  /** Shown inside the field, at its end. */
  end?: ReactNode;
  inputRef?: Ref<HTMLInputElement>;
  areaRef?: Ref<HTMLTextAreaElement>;
  onKey?: (event: KeyboardEvent) => void;
  /** Keeps the line below the field, so that a message does not move what follows. */
  reserveLine?: boolean;
}

/** A labelled line or, with `rows`, several lines of text. */
export function TextField(props: TextFieldProps) {
  const {
    label,
    hiddenLabel,
    hint,
    error,
    rows,
    mono,
    end,
    reserveLine,
    onKey,
    inputRef,
    areaRef,
    placeholder,
    ...field
  } = props;
  const className = classNames(css.input, mono && css.mono, rows !== undefined && css.area);
  return (
    <AriaTextField
      {...field}
      {...(hiddenLabel && typeof label === 'string' ? { 'aria-label': label } : {})}
      className={css.field ?? ''}
      isInvalid={Boolean(error)}
      onKeyDown={onKey as never}
      onKeyUp={onKey as never}
      spellCheck="false"
    >
      {!hiddenLabel && <Label className={css.label}>{label}</Label>}
      {rows === undefined ? (
        <div className={end === undefined ? undefined : css.withEnd}>
          <Input ref={inputRef} className={className} placeholder={placeholder} />
          {end !== undefined && <div className={css.end}>{end}</div>}
        </div>
      ) : (
        <TextArea ref={areaRef} className={className} rows={rows} placeholder={placeholder} />
      )}
      {(error || hint || reserveLine) && (
        <Text slot={error ? 'errorMessage' : 'description'} className={error ? css.error : css.hint}>
          {error || hint}
        </Text>
      )}
    </AriaTextField>
  );
}
