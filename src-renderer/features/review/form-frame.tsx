import type { ReactNode } from 'react';
import css from './assess-form.module.css';

/** The frame of a form beside a case: its name above, its fields scrolling, and a footer that stays in sight. */
export function FormFrame(props: { title: string; tools?: ReactNode; children: ReactNode; foot: ReactNode }) {
  return (
    <div className={css.form}>
      <header className={css.head}>
        <h2 className={css.title}>{props.title}</h2>
        {props.tools}
      </header>
      <div className={css.body}>{props.children}</div>
      <footer className={css.foot}>{props.foot}</footer>
    </div>
  );
}
