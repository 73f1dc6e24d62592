import css from './key-hint.module.css';

/** The key that does the same. */
export function KeyHint({ keys }: { keys: string }) {
  return (
    <span className={css.key} aria-hidden="true">
      {keys}
    </span>
  );
}
