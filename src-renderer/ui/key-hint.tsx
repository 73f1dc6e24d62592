import css from './key-hint.module.css';

/** Shows the key that does the same as the control beside it. */
export function KeyHint({ keys }: { keys: string }) {
  return (
    <span className={css.key} aria-hidden="true">
      {keys}
    </span>
  );
}
