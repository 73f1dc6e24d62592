import type { Refusal } from '../../../shared/domain/refusal.ts';
import { keptText } from '../../../shared/domain/text-encoding.ts';
import type { Failure } from '../../transport/failure.ts';

/** The largest text that a call takes. */
const MOST_MEBIBYTES = 8;

/** Reads a text file that a person chose, in UTF-8 or UTF-16; each line ends in LF. */
export async function readTextFile(file: Blob): Promise<{ text: string } | { failure: Failure }> {
  if (file.size > MOST_MEBIBYTES * 1024 * 1024)
    return refused({
      reason: 'file-too-large',
      detail: { code: 'file-too-large', mebibytes: MOST_MEBIBYTES },
    });
  const text = keptText(new Uint8Array(await file.arrayBuffer()));
  return text === null ? refused({ reason: 'not-utf8', detail: { code: 'not-utf8' } }) : { text };
}

const refused = (refusal: Pick<Refusal, 'reason' | 'detail'>): { failure: Failure } => ({
  failure: { code: 'REFUSED', data: { refusals: [{ row: null, field: null, ...refusal }] } },
});
