import { plainLines } from '../domain/text-encoding.ts';
import { parseCheckpoint } from './checkpoint.ts';
import { readEntryProof } from './entry-proof.ts';

/**
 * A signed note or a proof as it was handed out, however a program saved or a person pasted it: line feeds alone, no byte order
 * mark, no blanks around it or behind its lines, one line feed at its end. Nothing of what is signed is changed: its lines
 * have no blanks at their ends.
 */
export const asHandedOut = (kept: string): string =>
  `${plainLines(kept)
    .replace(/[ \t]+$/gm, '')
    .trim()}\n`;

/**
 * The signed notes in a text somebody kept, in whatever way it was saved: the note itself, the record of a referral at a
 * receiving desk (or the referral's body), or the proof of an entry. None where it holds none, or one whose lines are no
 * checkpoint any more; whether it is signed is not judged here.
 */
export function notesKeptIn(kept: string): string[] {
  const text = asHandedOut(kept);
  const proof = readEntryProof(text);
  if (proof !== null) return [proof.note];
  if (!text.startsWith('{')) return parseCheckpoint(text) === null ? [] : [text];
  const record = parseObject(text);
  const body = typeof record.body === 'string' ? parseObject(record.body) : record;
  return typeof body.checkpoint === 'string' ? [body.checkpoint] : [];
}

function parseObject(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}
