import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';
import css from './table.module.css';

export interface Column {
  id: string;
  label: string;
  align?: 'right';
  width?: string;
}

/** A table whose head stays while its rows scroll. The caller makes the `<tr>` elements. */
export function Table(props: {
  label: string;
  columns: readonly Column[];
  children: ReactNode;
  fixed?: boolean;
}) {
  return (
    <div className={css.scroll}>
      <table className={classNames(css.table, props.fixed && css.fixed)} aria-label={props.label}>
        <colgroup>
          {props.columns.map((column) => (
            <col key={column.id} style={column.width === undefined ? undefined : { width: column.width }} />
          ))}
        </colgroup>
        <thead>
          <tr>
            {props.columns.map((column) => (
              <th key={column.id} scope="col" className={column.align === 'right' ? css.right : undefined}>
                {column.label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{props.children}</tbody>
      </table>
    </div>
  );
}
