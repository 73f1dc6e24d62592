import { type ReactNode, type Ref, useId } from 'react';
import { ToggleButton, ToggleButtonGroup } from 'react-aria-components';
import fieldCss from './field.module.css';
import type { Choice } from './select-field.tsx';
import css from './toggles.module.css';

export interface TogglesProps<Value extends string> {
  label: ReactNode;
  /** Read aloud instead of a visible label. */
  hiddenLabel?: boolean;
  choices: readonly Choice<Value>[];
  value: readonly Value[];
  onChange: (value: Value[]) => void;
  groupRef?: Ref<HTMLDivElement>;
  /** At most one is on. */
  single?: boolean;
  isDisabled?: boolean;
}

/** A few choices that are switched on and off, independently or one in the place of another. */
export function Toggles<Value extends string>(props: TogglesProps<Value>) {
  const { label, hiddenLabel = false, choices, value, onChange, groupRef } = props;
  const { single = false, isDisabled = false } = props;
  const labelId = useId();
  return (
    <div className={fieldCss.field}>
      <span id={labelId} className={fieldCss.label} hidden={hiddenLabel}>
        {label}
      </span>
      <ToggleButtonGroup
        ref={groupRef}
        aria-labelledby={labelId}
        className={css.group ?? ''}
        selectionMode={single ? 'single' : 'multiple'}
        isDisabled={isDisabled}
        selectedKeys={value}
        onSelectionChange={(keys) =>
          onChange(choices.filter((choice) => keys.has(choice.id)).map((c) => c.id))
        }
      >
        {choices.map((choice) => (
          <ToggleButton key={choice.id} id={choice.id} className={css.toggle ?? ''}>
            {choice.label}
          </ToggleButton>
        ))}
      </ToggleButtonGroup>
    </div>
  );
}
