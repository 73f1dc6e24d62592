import type { ReactNode } from 'react';
import css from './panes.module.css';

/** Three panes side by side: a list, the chosen item, and the form for it. */
export function Panes(props: {
  labels: readonly [list: string, subject: string, form: string];
  list: ReactNode;
  subject: ReactNode;
  form: ReactNode;
}) {
  const [list, subject, form] = props.labels;
  return (
    <div className={css.panes}>
      <section className={css.list} aria-label={list}>
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
