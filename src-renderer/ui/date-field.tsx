import { type CalendarDate, type CalendarDateTime, parseDate, parseDateTime } from '@internationalized/date';
import { useContext, useEffect } from 'react';
import {
  DateField as AriaDateField,
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

/** What a field holds of which only some parts are filled: no day, and not nothing either. */
export const UNFINISHED = 'unfinished';

interface DateFieldProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  hint?: string;
  error?: string | null;
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
    write: (value: DateValue) => string;
  },
) {
  const { label, value, onChange, hint, error, granularity, read, write } = props;
  return (
    <AriaDateField
      className={css.field ?? ''}
      value={read(value)}
      onChange={(changed) => onChange(changed === null ? '' : write(changed))}
      granularity={granularity}
      shouldForceLeadingZeros
      isInvalid={Boolean(error)}
    >
      <Label className={css.label}>{label}</Label>
      <WholeOrNothing value={value} onChange={onChange} />
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

/** React Aria says nothing of a field of which some parts are empty: it would pass for an empty one. */
function WholeOrNothing({ value, onChange }: Pick<DateFieldProps, 'value' | 'onChange'>) {
  const state = useContext(DateFieldStateContext);
  const parts = state?.segments.filter(({ isEditable }) => isEditable) ?? [];
  const empty = parts.filter(({ isPlaceholder }) => isPlaceholder).length;
  const isPartial = empty > 0 && empty < parts.length;
  const isEmpty = parts.length > 0 && empty === parts.length;
  useEffect(() => {
    if (isPartial && value !== UNFINISHED) onChange(UNFINISHED);
    if (isEmpty && value === UNFINISHED) onChange('');
  }, [isPartial, isEmpty, value, onChange]);
  return null;
}

/** Null where the text is no day: what stands in a field is always one, or not there. */
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
