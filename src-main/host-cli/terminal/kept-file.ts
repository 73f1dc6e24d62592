import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import { encodingOf, headText, keptText, plainLines } from '../../../shared/domain/text-encoding.ts';
import { UsageError } from './exit-code.ts';

/**
 * Reads a text file that a person saved (a checkpoint, a proof, a recovery key), in any editor's form; each line ends
 * in LF. A file in neither UTF-8 nor UTF-16 is read as Windows-1252; that is safe because a signature or a checksum
 * verifies the content.
 * @throws UsageError where it cannot be read
 */
export const readKeptFile = (file: string): string => keptTextOf(bytesOf(file), file);

/**
 * The same for bytes that came from elsewhere.
 * @param name what a message calls them
 * @throws UsageError where they are no text
 */
export function keptTextOf(bytes: Uint8Array, name: string): string {
  const text = keptText(bytes);
  if (text !== null) return text;
  if (encodingOf(bytes).encoding !== 'utf-8' || bytes.includes(0)) {
    throw new UsageError(`${name} is no text Hashline can read; save it as UTF-8`);
  }
  return plainLines(new TextDecoder('windows-1252').decode(bytes));
}

/**
 * The first line of a file, without byte order mark and line end; its blanks are significant.
 * @throws UsageError where it cannot be read or is not UTF-8: another encoding would give another passphrase
 */
export function readFirstLine(file: string): string {
  const bytes = bytesOf(file);
  const { encoding } = encodingOf(bytes);
  if (encoding !== 'utf-8') {
    throw new UsageError(`the passphrase file ${file} is ${encoding.toUpperCase()}; save it as UTF-8`);
  }
  const text = keptText(bytes);
  if (text === null) throw new UsageError(`the passphrase file ${file} is no UTF-8 text; save it as UTF-8`);
  const line = text.split('\n', 1)[0] ?? '';
  if (line === '') throw new UsageError(`the first line of the passphrase file ${file} is empty`);
  return line;
}

function bytesOf(file: string): Uint8Array {
  try {
    return readFileSync(file);
  } catch {
    throw new UsageError(`${file} cannot be read`);
  }
}

/** Longer than the header of an export. */
const HEAD_BYTES = 64 * 1024;

/** The beginning of a file as text. @throws UsageError where it cannot be read */
export const headOf = (file: string): string => headText(headBytes(file));

/**
 * Checks a file in which every byte matters (an export of the ledger or a selection) for signs that a program converted
 * it. Such a change is reported as what it is, and not as a forgery.
 * @returns the file
 * @throws UsageError
 */
export function unchangedFile(file: string): string {
  const head = headBytes(file);
  const { encoding, markBytes } = encodingOf(head);
  const firstLine = headText(head).split('\n', 1)[0] ?? '';
  const how =
    encoding !== 'utf-8'
      ? `is ${encoding.toUpperCase()} now`
      : markBytes > 0
        ? 'begins with a byte order mark now'
        : firstLine.endsWith('\r')
          ? 'has other line ends now'
          : null;
  if (how === null) return file;
  throw new UsageError(
    `${file} ${how}: a program saved it anew. Every byte of it counts; take the file as it was handed out`,
  );
}

function headBytes(file: string): Uint8Array {
  try {
    const handle = openSync(file, 'r');
    try {
      const bytes = new Uint8Array(HEAD_BYTES);
      return bytes.subarray(0, readSync(handle, bytes));
    } finally {
      closeSync(handle);
    }
  } catch {
    throw new UsageError(`${file} cannot be read`);
  }
}
