import css from './recorded-line.module.css';

/** That something was taken, beside the button that did it. Its place is kept where there is nothing to say. */
export function RecordedLine(props: { text: string | null; isDone: boolean; title?: string }) {
  const { text, isDone, title } = props;
  return (
    <p className={css.recorded} role="status" title={title}>
      {isDone && <span aria-hidden="true">✓ </span>}
      {text}
    </p>
  );
}
