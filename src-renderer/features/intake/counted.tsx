import { Button } from '../../ui/button.tsx';
import { useFormat } from '../../ui/use-format.ts';
import css from './import-screen.module.css';

/** Numbers with their names, side by side; one whose things can be shown is a button. */
export function Counted({
  numbers,
}: {
  numbers: readonly (readonly [label: string, value: number, show?: () => void])[];
}) {
  const format = useFormat();
  return (
    <dl className={css.numbers}>
      {numbers.map(([label, value, show]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>
            {show ? (
              <Button size="s" aria-label={`${label} ${format.number(value)}`} onPress={show}>
                {format.number(value)}
              </Button>
            ) : (
              format.number(value)
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}
