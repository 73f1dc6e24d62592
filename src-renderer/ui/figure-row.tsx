import css from './figure-row.module.css';
import { useFormat } from './use-format.ts';

export interface Figure {
  label: string;
  value: number;
  /** Somebody should look. */
  isAlarming?: boolean;
}

/** The few numbers one looks for first, side by side. */
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
