import type { ReactNode } from 'react';
import css from './banner.module.css';
import type { Tone } from './chip.tsx';
import { classNames } from './class-names.ts';
import { Icon } from './icon.tsx';

/** A message that stays until it is dealt with. */
export function Banner({
  tone,
  children,
  actions,
}: {
  tone: Tone;
  children: ReactNode;
  actions?: ReactNode;
}) {
  const icon = tone === 'good' ? 'check' : tone === 'danger' || tone === 'warn' ? 'alert' : 'info';
  return (
    <div className={classNames(css.banner, css[tone])} role={tone === 'danger' ? 'alert' : 'status'}>
      <Icon name={icon} />
      <div className={css.text}>{children}</div>
      {actions}
    </div>
  );
}
