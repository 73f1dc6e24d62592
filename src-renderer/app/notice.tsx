import type { ReactNode } from 'react';
import css from './page.module.css';

/** One plain sentence for when the page has nothing else to show. */
export function Notice({ title, quiet, children }: { title?: string; quiet?: boolean; children: ReactNode }) {
  return (
    <main className={css.notice}>
      <div role={quiet ? 'status' : 'alert'}>
        {title && <h1>{title}</h1>}
        <p>{children}</p>
      </div>
    </main>
  );
}
