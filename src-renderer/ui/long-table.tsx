import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useRef } from 'react';
import { classNames } from './class-names.ts';
import css from './table.module.css';
import type { Column } from './table.tsx';

/** The height of a row of a table, as the style sheet has it. */
const ROW_HEIGHT = 36;

/** A table of any length, scrolling by itself; only the rows in sight are rendered. */
export function LongTable(props: {
  label: string;
  columns: readonly Column[];
  count: number;
  /** The cells of a row, one for each column. */
  cells: (index: number) => readonly ReactNode[];
  /** Makes it as low as a table inside a dialog. */
  low?: boolean;
}) {
  const { label, columns, count, cells, low } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 12,
  });
  const items = virtual.getVirtualItems();
  const above = items[0]?.start ?? 0;
  const below = virtual.getTotalSize() - (items.at(-1)?.end ?? 0);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls must be reachable by keyboard
    <section ref={scroller} className={classNames(css.long, low && css.low)} tabIndex={0} aria-label={label}>
      <table
        className={classNames(css.table, css.fixed)}
        aria-label={label}
        // The row of the heads counts.
        aria-rowcount={count + 1}
      >
        <colgroup>
          {columns.map((column) => (
            <col key={column.id} style={column.width === undefined ? undefined : { width: column.width }} />
          ))}
        </colgroup>
        <thead>
          <tr aria-rowindex={1}>
            {columns.map((column) => (
              <th key={column.id} scope="col" className={column.align === 'right' ? css.right : undefined}>
                {column.label}
              </th>
            ))}
          </tr>
        </thead>
        <Gap height={above} columns={columns.length} />
        <tbody>
          {items.map((item) => (
            <tr key={item.key} aria-rowindex={item.index + 2}>
              {cells(item.index).map((cell, at) => (
                <td
                  key={columns[at]?.id}
                  className={columns[at]?.align === 'right' ? css.right : undefined}
                  title={typeof cell === 'string' ? cell : undefined}
                >
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
        <Gap height={below} columns={columns.length} />
      </table>
    </section>
  );
}

/** Stands for the rows that are out of sight. */
const Gap = ({ height, columns }: { height: number; columns: number }) =>
  height > 0 && (
    <tbody aria-hidden="true">
      <tr>
        <td className={css.gap} colSpan={columns} style={{ height }} />
      </tr>
    </tbody>
  );
