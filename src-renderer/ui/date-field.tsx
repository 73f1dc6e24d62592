import { type CalendarDate, type CalendarDateTime, parseDate, parseDateTime } from '@internationalized/date';
import { useContext, useEffect, useState } from 'react';
import {
  DateField as AriaDateField,
  type DateFieldState,
  DateFieldStateContext,
  DateInput,
  DateSegment,
  type DateValue,
  FieldError,
  Label,
  Text,
} from 'react-aria-components';
import { classNames } from './class-names.ts';
import css from './field.module.css';

/** The value of a field in which only some parts are filled: no day, but not empty either. */
export const UNFINISHED = 'unfinished';

type WriteDate = (value: DateValue) => string;

interface DateFieldProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  hint?: string;
  error?: string | null;
  small?: boolean;
}

/** A day as `YYYY-MM-DD`, or nothing; typed part by part in the order of the language, so that no order is guessed. */
export const DateField = (props: DateFieldProps) => (
  <Parts {...props} granularity="day" read={dayOf} write={(value) => value.toString()} />
);

/** A day and a time as `YYYY-MM-DDTHH:MM` on the clock of this workstation, or nothing. */
export const DateTimeField = (props: DateFieldProps) => (
  <Parts {...props} granularity="minute" read={momentOf} write={(value) => value.toString().slice(0, 16)} />
);

function Parts<Value extends DateValue>(
  props: DateFieldProps & {
    granularity: 'day' | 'minute';
    read: (text: string) => Value | null;
    write: WriteDate;
  },
) {
  const { label, value, onChange, hint, error, small, granularity, read, write } = props;
  // React Aria drops what is typed as soon as it gets another object, so the same object is kept until the text
  // changes, also while parts are missing.
  const [held, setHeld] = useState({ text: value, date: read(value) });
  let { date } = held;
  if (value !== held.text && value !== UNFINISHED) {
    date = read(value);
    setHeld({ text: value, date });
  }
  return (
    <AriaDateField
      className={classNames(css.field, small && css.small)}
      value={date}
      onChange={(changed) => onChange(changed === null ? '' : write(changed))}
      granularity={granularity}
      shouldForceLeadingZeros
      isInvalid={Boolean(error)}
    >
      <Label className={css.label}>{label}</Label>
      <WholeOrNothing value={value} onChange={onChange} write={write} />
      <DateInput className={classNames(css.input, css.date)}>
        {(segment) => <DateSegment segment={segment} className={css.segment ?? ''} />}
      </DateInput>
      {error ? (
        <FieldError className={css.error ?? ''}>{error}</FieldError>
      ) : (
        hint && (
          <Text slot="description" className={css.hint ?? ''}>
            {hint}
          </Text>
        )
      )}
    </AriaDateField>
  );
}

/**
 * Marks a partly filled field as unfinished. React Aria reports neither empty parts nor 31 February while it is typed,
 * so such a field would pass for the value it held before.
 */
function WholeOrNothing(props: Pick<DateFieldProps, 'value' | 'onChange'> & { write: WriteDate }) {
  const { value, onChange, write } = props;
  const state = useContext(DateFieldStateContext);
  const shown = state === null ? null : textShown(state, write);
  useEffect(() => {
    if (shown === null || shown === value) return;
    if (shown === UNFINISHED || value === UNFINISHED) onChange(shown);
  }, [shown, value, onChange]);
  return null;
}

/** The text that the parts of a field make together. */
function textShown({ segments, value }: DateFieldState, write: WriteDate): string {
  const parts = segments.filter(({ isEditable }) => isEditable);
  const empty = parts.filter(({ isPlaceholder }) => isPlaceholder).length;
  if (empty === parts.length) return '';
  if (empty > 0 || value === null) return UNFINISHED;
  const isDay = parts.every(
    ({ type, value: part }) =>
      (type !== 'year' && type !== 'month' && type !== 'day') || part === value[type],
  );
  return isDay ? write(value) : UNFINISHED;
}

/** Reads a day; null where the text is none. */
function dayOf(text: string): CalendarDate | null {
  try {
    return parseDate(text);
  } catch {
    return null;
  }
}

function momentOf(text: string): CalendarDateTime | null {
  try {
    return parseDateTime(text);
  } catch {
    return null;
  }
}
