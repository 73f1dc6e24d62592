import css from './figure-row.module.css';
import { useFormat } from './use-format.ts';

export interface Figure {
  label: string;
  value: number;
  /** The number needs attention. */
  isAlarming?: boolean;
}

/** The few most important numbers, side by side. */
export function FigureRow({ figures }: { figures: readonly Figure[] }) {
  const format = useFormat();
  return (
    <dl className={css.figures}>
      {figures.map(({ label, value, isAlarming = false }) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd className={isAlarming ? css.alarming : undefined}>{format.number(value)}</dd>
        </div>
      ))}
    </dl>
  );
}
