import type { ReactNode } from 'react';
import css from './empty.module.css';
import { Icon, type IconName } from './icon.tsx';

/** Says that a list is empty and what the person can do about it. */
export function Empty({ icon, title, children }: { icon: IconName; title?: string; children?: ReactNode }) {
  return (
    <div className={css.empty}>
      <Icon name={icon} size={20} />
      {title && <h2>{title}</h2>}
      <div>{children}</div>
    </div>
  );
}
