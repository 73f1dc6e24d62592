import type { ReactNode } from 'react';
import css from './paper-sheet.module.css';
import { QrCode } from './qr-code.tsx';

interface PaperSheetProps {
  title: string;
  text: string;
  facts: readonly (readonly [label: string, value: string])[];
  /** The content of the sheet, also as a QR code; null while it is covered. */
  code: { text: string; label: string } | null;
  /** Content beside the code, or in its place while it is covered. */
  children: ReactNode;
  steps: readonly string[];
}

/** A sheet of paper that is kept: black on white in every colour scheme, and the part of the page that is printed. */
export function PaperSheet({ title, text, facts, code, children, steps }: PaperSheetProps) {
  return (
    <article className={css.sheet} aria-label={title}>
      <header className={css.head}>
        <h2>{title}</h2>
        <p>{text}</p>
      </header>
      <dl className={css.facts}>
        {facts.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {code === null ? (
        <p className={css.cover}>{children}</p>
      ) : (
        <div className={css.key}>
          <div className={css.code}>
            <QrCode text={code.text} label={code.label} />
          </div>
          {children}
        </div>
      )}
      <ol className={css.steps}>
        {steps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
    </article>
  );
}
