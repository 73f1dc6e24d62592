import { isUtf8 } from 'node:buffer';
import { IntakeFormat } from '../../../../shared/contract/intake.contract.ts';
import { encodingOf } from '../../../../shared/domain/text-encoding.ts';
import { FORMATS } from './all-formats.ts';
import { HEAD_BYTES, readHead } from './file-head.ts';
import { FileRefused } from './intake-format.ts';

/**
 * Detects the format of a file from its first bytes alone, never from its name.
 * @param head the first `HEAD_BYTES` of the file, or all of a shorter one
 * @throws FileRefused where it is empty, an archive, media, or none of the known formats
 */
export function detectFormat(head: Uint8Array): IntakeFormat {
  const text = readHead(head);
  const format = IntakeFormat.options.find((id) => FORMATS[id].begins(text));
  if (format) return format;
  const isText = isUtf8(head.subarray(0, head.length - unfinishedBytes(head)));
  throw new FileRefused(
    encodingOf(head).encoding === 'utf-8' && !isText
      ? {
          ...WHOLE_FILE,
          reason: 'not-utf8',
          detail: { code: 'not-utf8' },
        }
      : { ...WHOLE_FILE, reason: 'unknown-format', detail: { code: 'no-known-format', formats: NAMES } },
  );
}

const WHOLE_FILE = { row: null, field: null };

const NAMES = IntakeFormat.options.map((id) => FORMATS[id].name);

/** The head may end inside a character; up to three bytes are left to the parser. */
function unfinishedBytes(head: Uint8Array): number {
  if (head.length < HEAD_BYTES) return 0;
  let back = 0;
  while (back < 3 && ((head[head.length - 1 - back] ?? 0) & 0xc0) === 0x80) back++;
  return (head[head.length - 1 - back] ?? 0) >= 0xc0 ? back + 1 : 0;
}
