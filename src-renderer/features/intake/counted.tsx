import { useFormat } from '../../ui/use-format.ts';
import css from './import-screen.module.css';

/** Numbers with their names, side by side. */
export function Counted({ numbers }: { numbers: readonly (readonly [label: string, value: number])[] }) {
  const format = useFormat();
  return (
    <dl className={css.numbers}>
      {numbers.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{format.number(value)}</dd>
        </div>
      ))}
    </dl>
  );
}
