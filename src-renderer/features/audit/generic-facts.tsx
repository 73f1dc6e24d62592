import { defangFacts } from './defang-facts.ts';
import css from './life-view.module.css';

const LONGEST = 120;
const IDS = new Set(['case', 'cases']);

/** The facts of an entry that has no sentence: as signed, with addresses defanged and long values cut. */
export function GenericFacts({ data }: { data: Readonly<Record<string, unknown>> }) {
  const facts = Object.entries(data).filter(([name]) => !IDS.has(name));
  return (
    <>
      {facts.map(([name, value]) => (
        <span key={name} className={css.fact}>
          <code>{name}</code> {shortText(defangFacts(value))}
        </span>
      ))}
    </>
  );
}

function shortText(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
