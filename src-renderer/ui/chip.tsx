import type { ReactNode } from 'react';
import css from './chip.module.css';
import { classNames } from './class-names.ts';

export type Tone = 'neutral' | 'accent' | 'danger' | 'warn' | 'good';

/** A short fact beside something. Its words carry the meaning; the colour only helps to find it. */
export function Chip({ tone = 'neutral', children }: { tone?: Tone; children: ReactNode }) {
  return <span className={classNames(css.chip, css[tone])}>{children}</span>;
}
