import { readEntryProof } from './entry-proof.ts';

/**
 * The signed notes in a text somebody kept: the note itself, the record of a referral at a receiving desk (or the
 * referral's body), or the proof of an entry. None where it holds none; whether a note is one is not judged here.
 */
export function notesKeptIn(text: string): string[] {
  const proof = readEntryProof(text);
  if (proof !== null) return [proof.note];
  if (!text.startsWith('{')) return text.includes('\n') ? [text] : [];
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
