import { plainLines } from '../domain/text-encoding.ts';
import { parseCheckpoint } from './checkpoint.ts';
import { readEntryProof } from './entry-proof.ts';

/**
 * Restores a signed note or a proof to the form in which it was handed out, however a program saved it or a person
 * pasted it: line feeds only, no byte order mark, no blanks around it or at the ends of its lines, one line feed at its
 * end. This changes nothing that is signed, because signed lines have no blanks at their ends.
 */
export const asHandedOut = (kept: string): string =>
  `${plainLines(kept)
    .replace(/[ \t]+$/gm, '')
    .trim()}\n`;

/**
 * Finds the signed notes in a saved text, which may be the note itself, a receiving desk's record of a referral (or the
 * referral's body), or the proof of an entry. Returns none where the text holds none, or one whose lines are no longer
 * a checkpoint. Signatures are not checked here.
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
