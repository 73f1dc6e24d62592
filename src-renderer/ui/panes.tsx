import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';
import css from './panes.module.css';

/** Three panes side by side: a list, the chosen item, and the form for it. */
export function Panes(props: {
  labels: readonly [list: string, subject: string, form: string];
  list: ReactNode;
  subject: ReactNode;
  form: ReactNode;
  /** The list is away, for the other two alone. It stays as it was meanwhile. */
  alone?: boolean;
}) {
  const [list, subject, form] = props.labels;
  return (
    <div className={classNames(css.panes, props.alone && css.alone)}>
      <section className={css.list} aria-label={list} hidden={props.alone === true}>
        {props.list}
      </section>
      <section className={css.subject} aria-label={subject}>
        {props.subject}
      </section>
      <section className={css.form} aria-label={form}>
        {props.form}
      </section>
    </div>
  );
}
