import type { ReactNode } from 'react';
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from 'react-aria-components';
import css from './button.module.css';
import { classNames } from './class-names.ts';
import { Icon, type IconName } from './icon.tsx';
import { KeyHint } from './key-hint.tsx';

export interface ButtonProps extends Omit<AriaButtonProps, 'children' | 'className' | 'style'> {
  look?: 'plain' | 'primary' | 'quiet' | 'danger';
  size?: 'm' | 's' | 'l';
  icon?: IconName;
  keys?: string;
  wide?: boolean;
  children?: ReactNode;
}

export function Button({ look = 'plain', size = 'm', icon, keys, wide, children, ...props }: ButtonProps) {
  return (
    <AriaButton
      {...props}
      className={classNames(
        css.button,
        css[look],
        css[size],
        wide && css.wide,
        children === undefined && css.bare,
      )}
    >
      {icon && <Icon name={icon} size={size === 's' ? 14 : 16} />}
      {children !== undefined && <span className={css.label}>{children}</span>}
      {keys && <KeyHint keys={keys} />}
    </AriaButton>
  );
}
