import type { ReactNode } from 'react';
import { Button, Label, ListBox, ListBoxItem, Popover, Select, SelectValue } from 'react-aria-components';
import { classNames } from './class-names.ts';
import css from './field.module.css';
import { Icon } from './icon.tsx';

export interface Choice<Value extends string> {
  id: Value;
  label: string;
}

export interface SelectFieldProps<Value extends string> {
  label: ReactNode;
  /** Read aloud instead of a visible label. */
  hiddenLabel?: boolean;
  choices: readonly Choice<Value>[];
  value: Value | null;
  onChange: (value: Value) => void;
  placeholder?: string;
  small?: boolean;
  isDisabled?: boolean;
}

/** A choice of one among a few. */
export function SelectField<Value extends string>(props: SelectFieldProps<Value>) {
  const { label, hiddenLabel, choices, value, onChange, placeholder, small, isDisabled = false } = props;
  return (
    <Select
      className={classNames(css.field, small && css.small)}
      value={value}
      onChange={(key) => {
        const choice = choices.find((candidate) => candidate.id === key);
        if (choice) onChange(choice.id);
      }}
      isDisabled={isDisabled}
      {...(hiddenLabel && typeof label === 'string' ? { 'aria-label': label } : {})}
      {...(placeholder === undefined ? {} : { placeholder })}
    >
      {!hiddenLabel && <Label className={css.label}>{label}</Label>}
      <Button className={classNames(css.input, css.trigger)}>
        <SelectValue />
        <Icon name="down" size={14} />
      </Button>
      <Popover className={css.popover ?? ''} offset={4}>
        <ListBox className={css.list ?? ''} items={choices}>
          {(choice) => (
            <ListBoxItem id={choice.id} textValue={choice.label} className={css.item ?? ''}>
              {choice.label}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </Select>
  );
}
