import type { ReactNode, Ref } from 'react';
import { Button, ComboBox, Input, Label, ListBox, ListBoxItem, Popover } from 'react-aria-components';
import { classNames } from './class-names.ts';
import css from './field.module.css';
import { Icon } from './icon.tsx';
import type { Choice } from './select-field.tsx';

export interface ComboFieldProps {
  label: ReactNode;
  hiddenLabel?: boolean;
  choices: readonly Choice<string>[];
  value: string | null;
  onChange: (value: string | null) => void;
  placeholder?: string;
  inputRef?: Ref<HTMLInputElement>;
  isDisabled?: boolean;
  small?: boolean;
}

/** One of many, found by typing part of its name or its code. */
export function ComboField(props: ComboFieldProps) {
  const {
    label,
    hiddenLabel,
    choices,
    value,
    onChange,
    placeholder,
    inputRef,
    isDisabled = false,
    small,
  } = props;
  return (
    <ComboBox
      className={classNames(css.field, small && css.small)}
      defaultItems={choices}
      value={value}
      onChange={(key) => onChange(key === null ? null : String(key))}
      defaultFilter={matches}
      menuTrigger="input"
      isDisabled={isDisabled}
      {...(hiddenLabel && typeof label === 'string' ? { 'aria-label': label } : {})}
    >
      {!hiddenLabel && <Label className={css.label}>{label}</Label>}
      <div className={css.combo}>
        <Input
          ref={inputRef}
          className={css.input ?? ''}
          placeholder={placeholder}
          onFocus={(event) => event.currentTarget.select()}
        />
        <Button className={css.comboButton ?? ''}>
          <Icon name="down" size={14} />
        </Button>
      </div>
      <Popover className={css.popover ?? ''} offset={4}>
        <ListBox className={css.list ?? ''}>
          {(choice: Choice<string>) => (
            <ListBoxItem id={choice.id} textValue={choice.label} className={css.item ?? ''}>
              {choice.label}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </ComboBox>
  );
}

/** Matches any word's beginning, without accents or case: `be` finds Belgium and `BE`. */
function matches(text: string, typed: string): boolean {
  const wanted = plain(typed.trim());
  return (
    wanted === '' ||
    plain(text)
      .split(/[\s(),·-]+/)
      .some((word) => word.startsWith(wanted)) ||
    plain(text).startsWith(wanted)
  );
}

const plain = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{Diacritic}/gu, '')
    .toLowerCase();
