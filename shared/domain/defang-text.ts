import { findInText } from './find-in-text.ts';
import { defangSubject } from './subject.ts';
import { linesWithCodePoints } from './visible-text.ts';

/** A text that no program turns into links, with hidden characters made visible. */
export function defangText(text: string): string {
  const places = findInText(text)
    .finds.flatMap((find) => find.places.map(({ start, end }) => ({ start, end, kind: find.kind })))
    .sort((a, b) => a.start - b.start);
  let shown = '';
  let from = 0;
  for (const { start, end, kind } of places) {
    shown += text.slice(from, start) + defangSubject(kind, text.slice(start, end));
    from = end;
  }
  return linesWithCodePoints(shown + text.slice(from));
}
