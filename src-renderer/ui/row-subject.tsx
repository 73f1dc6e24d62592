import type { ReactNode } from 'react';
import css from './case-row.module.css';
import { Icon, type IconName } from './icon.tsx';

/** The subject of a row in one line, with details below. */
export function RowSubject(props: { icon: IconName; text: string; children: ReactNode }) {
  return (
    <span className={css.main}>
      <span className={css.subject}>
        <Icon name={props.icon} size={14} />
        <span className={css.text}>{props.text}</span>
      </span>
      {props.children}
    </span>
  );
}
