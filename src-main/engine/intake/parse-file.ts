import type { IntakeFormat, ReadFormat } from '../../../shared/contract/intake.contract.ts';
import type { ImportProfile } from '../../../shared/domain/import-profile.ts';
import type { Notice } from '../../../shared/domain/refusal.ts';
import { FORMATS } from './formats/all-formats.ts';
import { detectFormat } from './formats/detect-format.ts';
import { HEAD_BYTES, readHead } from './formats/file-head.ts';
import type { ParsedChunk } from './formats/intake-format.ts';
import { newTextFindings, noticesOf, plainText } from './formats/plain-text.ts';
import { StatedFindings, statedText } from './formats/stated-text.ts';
import { tableReader } from './formats/table.ts';

export interface OpenedIntakeFile {
  format: ReadFormat;
  /** The file's content, to be read once. Closes the source, even when the reader stops early. */
  chunks: AsyncIterable<ParsedChunk>;
}

/**
 * Opens a file for intake: examines its beginning, detects the format unless the caller names one, and returns the
 * parsed content as a stream.
 * @param options a table is read with a profile, of which nothing is detected
 * @throws FileRefused where the file is empty, an archive, media, no text or of no known format. Damage further on is
 * thrown by `chunks`, after everything before it.
 */
export async function openIntakeFile(
  bytes: AsyncIterable<Uint8Array>,
  options: { format?: IntakeFormat | undefined; profile?: ImportProfile | undefined } = {},
): Promise<OpenedIntakeFile> {
  const source = bytes[Symbol.asyncIterator]();
  try {
    const head = await takeHead(source);
    const { profile } = options;
    if (profile !== undefined) {
      readHead(head.bytes);
      const found = new StatedFindings();
      const text = statedText(rejoin(head.parts, source), profile.encoding, found);
      const chunks = tableReader(profile).read(text);
      return { format: 'table', chunks: withNotices(chunks, () => found.notices()) };
    }
    let { format } = options;
    if (format === undefined) format = detectFormat(head.bytes);
    else readHead(head.bytes);
    const findings = newTextFindings();
    const { hasLines, read } = FORMATS[format];
    const text = plainText(rejoin(head.parts, source), findings, hasLines);
    return { format, chunks: withNotices(read(text), () => noticesOf(findings)) };
  } catch (error) {
    await source.return?.();
    throw error;
  }
}

/** Appends the notices about conversions of the file to what was read. */
async function* withNotices(
  chunks: AsyncIterable<ParsedChunk>,
  noticed: () => Notice[],
): AsyncGenerator<ParsedChunk, void, void> {
  yield* chunks;
  const notices = noticed();
  if (notices.length > 0) yield { reports: [], refusals: [], refused: [], notices };
}

async function takeHead(
  source: AsyncIterator<Uint8Array>,
): Promise<{ bytes: Uint8Array; parts: readonly Uint8Array[] }> {
  const parts: Uint8Array[] = [];
  let length = 0;
  while (length < HEAD_BYTES) {
    const next = await source.next();
    if (next.done) break;
    parts.push(next.value);
    length += next.value.length;
  }
  return {
    bytes: Buffer.concat(parts.map((part) => part.subarray(0, HEAD_BYTES))).subarray(0, HEAD_BYTES),
    parts,
  };
}

async function* rejoin(
  parts: readonly Uint8Array[],
  source: AsyncIterator<Uint8Array>,
): AsyncGenerator<Uint8Array, void, void> {
  try {
    yield* parts;
    for (let next = await source.next(); !next.done; next = await source.next()) yield next.value;
  } finally {
    await source.return?.();
  }
}
