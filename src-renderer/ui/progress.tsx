import { ProgressBar } from 'react-aria-components';
import css from './progress.module.css';

/** How much of something is done; `value` is null while that is unknown. */
export function Progress({ label, value, max }: { label: string; value: number | null; max: number }) {
  return (
    <ProgressBar
      aria-label={label}
      {...(value === null ? { isIndeterminate: true } : { value, maxValue: Math.max(max, 1) })}
      className={css.track ?? ''}
    >
      {({ percentage, isIndeterminate }) => (
        <div className={css.fill} style={{ width: `${isIndeterminate ? 100 : (percentage ?? 0)}%` }} />
      )}
    </ProgressBar>
  );
}
