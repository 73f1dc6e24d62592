import type { ReactNode } from 'react';
import css from './card.module.css';
import { classNames } from './class-names.ts';

/** A surface with a heading. */
export function Card(props: { title?: string; actions?: ReactNode; flush?: boolean; children: ReactNode }) {
  return (
    <section className={css.card} aria-label={props.title}>
      {props.title && (
        <header className={css.head}>
          <h2>{props.title}</h2>
          {props.actions && <div className={css.actions}>{props.actions}</div>}
        </header>
      )}
      <div className={classNames(css.body, props.flush && css.flush, props.title && css.headed)}>
        {props.children}
      </div>
    </section>
  );
}
