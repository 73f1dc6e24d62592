import type { ReactNode } from 'react';
import { Label, Radio, RadioGroup } from 'react-aria-components';
import { classNames } from './class-names.ts';
import fieldCss from './field.module.css';
import { KeyHint } from './key-hint.tsx';
import css from './segments.module.css';

export interface Segment<Value extends string> {
  id: Value;
  label: string;
  keys?: string;
  tone?: 'danger' | 'good' | 'warn';
}

export interface SegmentsProps<Value extends string> {
  label: ReactNode;
  hiddenLabel?: string;
  segments: readonly Segment<Value>[];
  value: Value | null;
  onChange: (value: Value) => void;
  columns?: number;
  size?: 's' | 'm' | 'l';
  isDisabled?: boolean;
}

/** A few choices side by side, of which one is selected. */
export function Segments<Value extends string>(props: SegmentsProps<Value>) {
  const { label, hiddenLabel, segments, value, onChange, columns, size = 'm', isDisabled = false } = props;
  return (
    <RadioGroup
      className={fieldCss.field ?? ''}
      value={value}
      orientation="horizontal"
      isDisabled={isDisabled}
      onChange={(chosen) => {
        const segment = segments.find((candidate) => candidate.id === chosen);
        if (segment) onChange(segment.id);
      }}
      {...(hiddenLabel === undefined ? {} : { 'aria-label': hiddenLabel })}
    >
      {hiddenLabel === undefined && <Label className={fieldCss.label}>{label}</Label>}
      <div className={classNames(css.group, css[size], columns !== undefined && css[`columns${columns}`])}>
        {segments.map((segment) => (
          <Radio
            key={segment.id}
            value={segment.id}
            className={classNames(css.segment, segment.tone && css[segment.tone])}
          >
            <span className={css.text}>{segment.label}</span>
            {segment.keys && <KeyHint keys={segment.keys} />}
          </Radio>
        ))}
      </div>
    </RadioGroup>
  );
}
