import { type KeyboardEvent, useId, useState } from 'react';
import { classNames } from './class-names.ts';
import { Icon, type IconName } from './icon.tsx';
import { KeyHint } from './key-hint.tsx';
import css from './palette.module.css';

export interface PaletteItem {
  id: string;
  label: string;
  /** Shown beside it, also where the label is too long. */
  facts?: string;
  icon: IconName;
  keys?: string;
  act: () => void;
}

export interface PaletteProps {
  label: string;
  placeholder: string;
  text: string;
  onText: (text: string) => void;
  items: readonly PaletteItem[];
  /** Shown where no item is left. */
  nothing: string;
}

/** A text field above the items it finds; arrows choose, Enter acts. */
export function Palette({ label, placeholder, text, onText, items, nothing }: PaletteProps) {
  const listId = useId();
  const [at, setAt] = useState(0);
  const chosen = Math.min(at, items.length - 1);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown') setAt(Math.min(chosen + 1, items.length - 1));
    else if (event.key === 'ArrowUp') setAt(Math.max(chosen - 1, 0));
    else if (event.key === 'Enter') items[chosen]?.act();
    else return;
    event.preventDefault();
  };
  return (
    <div>
      <div className={css.line}>
        <Icon name="search" />
        <input
          // biome-ignore lint/a11y/noAutofocus: the dialog was opened to type in it
          autoFocus
          role="combobox"
          aria-expanded="true"
          aria-controls={listId}
          aria-activedescendant={items[chosen] ? `${listId}-${items[chosen].id}` : undefined}
          aria-label={label}
          placeholder={placeholder}
          value={text}
          spellCheck="false"
          className={css.input}
          onChange={(event) => {
            onText(event.currentTarget.value);
            setAt(0);
          }}
          onKeyDown={onKeyDown}
        />
      </div>
      <div role="listbox" id={listId} aria-label={label} className={css.list}>
        {items.map((item, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the line above answers the keys
          <div
            key={item.id}
            id={`${listId}-${item.id}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === chosen}
            className={classNames(css.item, index === chosen && css.chosen)}
            onClick={item.act}
            onPointerMove={() => setAt(index)}
          >
            <Icon name={item.icon} />
            <span className={css.label}>{item.label}</span>
            {item.facts && <span className={css.facts}>{item.facts}</span>}
            {item.keys && <KeyHint keys={item.keys} />}
          </div>
        ))}
        {items.length === 0 && (
          <div role="option" tabIndex={-1} aria-selected="false" aria-disabled="true" className={css.nothing}>
            {nothing}
          </div>
        )}
      </div>
    </div>
  );
}
