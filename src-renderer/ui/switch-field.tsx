import type { ReactNode } from 'react';
import { Switch } from 'react-aria-components';
import css from './switch-field.module.css';

/** A switch with a label. */
export function SwitchField(props: {
  children: ReactNode;
  isSelected: boolean;
  onChange: (on: boolean) => void;
}) {
  return (
    <Switch className={css.switch ?? ''} isSelected={props.isSelected} onChange={props.onChange}>
      <span className={css.track} />
      {props.children}
    </Switch>
  );
}
