import css from './recorded-line.module.css';

/** Says, beside the button that did it, that an act was recorded. It keeps its place while there is nothing to say. */
export function RecordedLine(props: { text: string | null; isDone: boolean; title?: string }) {
  const { text, isDone, title } = props;
  return (
    <p className={css.recorded} role="status" title={title}>
      {isDone && <span aria-hidden="true">✓ </span>}
      {text}
    </p>
  );
}
