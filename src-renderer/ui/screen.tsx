import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';
import css from './screen.module.css';

/** The frame of a screen: its name and actions above, its content scrolling below. */
export function Screen(props: {
  title: string;
  text?: string;
  /** The choice between the parts of the screen. */
  views?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
  fixed?: boolean;
}) {
  return (
    <section className={css.screen} aria-label={props.title}>
      <header className={css.head}>
        <h1 className={css.title}>{props.title}</h1>
        {props.text && <p className={css.text}>{props.text}</p>}
        {props.views && <div className={css.views}>{props.views}</div>}
        <div className={css.actions}>{props.actions}</div>
      </header>
      <div className={classNames(css.body, props.fixed && css.fixed)} tabIndex={props.fixed ? undefined : 0}>
        {props.children}
      </div>
    </section>
  );
}
