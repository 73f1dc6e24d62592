import { z } from 'zod';
import type { Kept } from '../channel.ts';

/**
 * What the channel keeps about one referral between its calls. It is written before a report is posted, because a
 * report that was posted and whose answer was lost must not be posted again.
 */
const Note = z.strictObject({
  /** `posting`: a report went out and its answer is not known. */
  state: z.enum(['posting', 'not-posted', 'posted', 'finished']),
  /** ICCAM's numbers, once they are known. */
  report: z.int().nullable(),
  content: z.int().nullable(),
  /** When it was posted; what ICCAM has no time for at once is done in a later run. */
  postedAtMs: z.int(),
});
export type Note = z.infer<typeof Note>;

export function readNote(kept: Kept): Note | null {
  const text = kept.read();
  return text === null ? null : Note.parse(JSON.parse(text));
}

export const writeNote = (kept: Kept, note: Note): void => kept.write(JSON.stringify(note));
