import type { ReactNode } from 'react';
import css from './case-row.module.css';
import { Icon, type IconName } from './icon.tsx';

/** What a row of a list is about, in one line, and what there is to say of it below. */
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
