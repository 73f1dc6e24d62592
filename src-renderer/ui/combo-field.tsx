import { type FocusEvent, type ReactNode, type Ref, useContext, useEffect, useState } from 'react';
import {
  Button,
  ComboBox,
  ComboBoxStateContext,
  FieldError,
  Input,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
} from 'react-aria-components';
import { useTranslation } from 'react-i18next';
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
  /** The text left in the field when it matches no choice: an error, and no value. */
  untaken: string | null;
  onUntaken: (text: string | null) => void;
  placeholder?: string;
  inputRef?: Ref<HTMLInputElement>;
  isDisabled?: boolean;
  small?: boolean;
}

/**
 * One of many choices, found by typing part of its name or its code. The first match is focused, so that Enter and Tab
 * take it. Typed text that matches nothing stays as an error: the earlier choice must never come back in silence.
 */
export function ComboField(props: ComboFieldProps) {
  const { t } = useTranslation();
  const { label, hiddenLabel, choices, value, onChange, untaken, onUntaken } = props;
  const { placeholder, inputRef, isDisabled = false, small } = props;
  const labelOf = (key: string | null) => choices.find(({ id }) => id === key)?.label ?? '';
  const isUntaken = untaken !== null;
  const [text, setText] = useState(untaken ?? labelOf(value));
  const [shown, setShown] = useState({ value, untaken });
  // An undo or a draft may change the field's value from outside.
  if (value !== shown.value || untaken !== shown.untaken) {
    setShown({ value, untaken });
    setText(untaken ?? labelOf(value));
  }
  const take = (key: string | null) => {
    setText(labelOf(key));
    if (isUntaken) onUntaken(null);
    onChange(key);
  };
  const leave = () => {
    const typed = text.trim();
    if (typed === labelOf(value).trim()) {
      if (isUntaken) onUntaken(null);
      return;
    }
    if (typed === '') return take(null);
    const fitting = choices.filter((choice) => matches(choice.label, typed));
    const exact = fitting.find(
      ({ id, label: name }) => plain(id) === plain(typed) || plain(name) === plain(typed),
    );
    const only = exact ?? (fitting.length === 1 ? fitting[0] : undefined);
    if (only) take(only.id);
    else onUntaken(typed);
  };
  return (
    <ComboBox
      className={classNames(css.field, small && css.small)}
      defaultItems={choices}
      value={isUntaken ? null : value}
      inputValue={text}
      onInputChange={setText}
      onChange={(key) => {
        if (key !== null) take(String(key));
      }}
      onBlur={leave}
      allowsCustomValue
      defaultFilter={matches}
      menuTrigger="input"
      isDisabled={isDisabled}
      isInvalid={isUntaken}
      {...(hiddenLabel && typeof label === 'string' ? { 'aria-label': label } : {})}
    >
      {!hiddenLabel && <Label className={css.label}>{label}</Label>}
      <FirstMatch choices={choices}>
        <Input ref={inputRef} className={css.input ?? ''} placeholder={placeholder} onFocus={selectAll} />
        <Button className={css.comboButton ?? ''}>
          <Icon name="down" size={14} />
        </Button>
      </FirstMatch>
      {isUntaken && (
        <FieldError className={css.error ?? ''}>{t('common.notOnList', { text: untaken })}</FieldError>
      )}
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

/**
 * Typing replaces what the field held when it was entered. React Aria also dispatches a focus event of its own whenever
 * its list gives the focus back to the input: selecting there would let each letter replace the letters before it.
 */
function selectAll({ currentTarget, nativeEvent }: FocusEvent<HTMLInputElement>) {
  if (nativeEvent.isTrusted) currentTarget.select();
}

/**
 * Focuses the first choice that matches the typed text; React Aria leaves that to the arrow keys. It looks among the
 * choices, because React Aria's own list may still be the one before the last letter.
 */
function FirstMatch({ choices, children }: { choices: readonly Choice<string>[]; children: ReactNode }) {
  const state = useContext(ComboBoxStateContext);
  const isOpen = state?.isOpen ?? false;
  const text = state?.inputValue ?? '';
  const focusFirst = () => {
    const first = text.trim() === '' ? undefined : firstMatch(choices, text);
    if (state && first) state.selectionManager.setFocusedKey(first.id);
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: each change of the text makes another choice the first
  useEffect(() => {
    if (!isOpen) return;
    // React Aria forgets the focused choice in an effect of its own, which runs after this one.
    const frame = requestAnimationFrame(focusFirst);
    return () => cancelAnimationFrame(frame);
  }, [isOpen, text]);
  return (
    <div
      className={css.combo}
      onKeyDownCapture={({ key }) => {
        const takes = key === 'Enter' || key === 'Tab';
        if (takes && isOpen && state?.selectionManager.focusedKey === null) focusFirst();
      }}
    >
      {children}
    </div>
  );
}

/** A code typed in full comes before names that begin like it. */
const firstMatch = (choices: readonly Choice<string>[], typed: string): Choice<string> | undefined =>
  choices.find(({ id }) => plain(id) === plain(typed.trim())) ??
  choices.find(({ label }) => matches(label, typed));

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
