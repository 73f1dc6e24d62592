import { isUtf8 } from 'node:buffer';
import { mediaSignature } from '../../../../shared/domain/media-signature.ts';
import type { RefusalReason } from '../../../../shared/domain/refusal.ts';
import { encodingOf, headText } from '../../../../shared/domain/text-encoding.ts';
import { FileRefused } from './intake-format.ts';
import { isAboveTable, isAddressCell, SCART_COLUMNS } from './scart-csv.ts';

/** The file formats Hashline takes in. */
export const INTAKE_FORMATS = ['scart-csv', 'vics-json', 'hashline-jsonl'] as const;
export type IntakeFormat = (typeof INTAKE_FORMATS)[number];

/** How much of a file's beginning is examined. */
export const HEAD_BYTES = 64 * 1024;

/**
 * Detects the format of a file from its first bytes alone, never from its name.
 * @param head the first `HEAD_BYTES` of the file, or all of a shorter one
 * @throws FileRefused where it is empty, an archive, media, or none of the known formats
 */
export function detectFormat(head: Uint8Array): IntakeFormat {
  const text = readHead(head);
  const format = /^[{[]/.test(text) ? jsonFormatOf(text) : tableFormatOf(text);
  if (format) return format;
  if (
    encodingOf(head).encoding === 'utf-8' &&
    !isUtf8(head.subarray(0, head.length - unfinishedBytes(head)))
  ) {
    throw refused('not-utf8', 'The file is not UTF-8 text. Save it as UTF-8 and import it again.');
  }
  throw refused(
    'unknown-format',
    'The file is none of the known formats: SCARt CSV, VICS JSON, Hashline JSON lines. Its first lines name no ' +
      'columns or fields of theirs.',
  );
}

/**
 * Accepts SCARt's header, one that is nearly right (the parser then says what is wrong), or an address without a
 * header.
 */
function tableFormatOf(text: string): IntakeFormat | null {
  const lines = text.split(/\r\n|\r|\n/).map((line) => line.trim());
  const first = lines.find((line) => line !== '' && !isAboveTable(line)) ?? '';
  const columns = first.split(/[;,\t|]/).map((name) => name.trim().replace(/^"|"$/g, '').toUpperCase());
  const known = columns.filter((name) => SCART_COLUMNS.some((column) => column === name));
  return known.includes('URL') || known.length >= 2 || isAddressCell(first.split(/[;\t]/)[0] ?? '')
    ? 'scart-csv'
    : null;
}

/** A list of reports has one object per line; a VICS document is one object, or just the list of its records. */
function jsonFormatOf(text: string): IntakeFormat | null {
  const firstLine = /^[^\r\n]*/.exec(text)?.[0] ?? '';
  if (/"format"\s*:\s*"hashline-report\//.test(firstLine)) return 'hashline-jsonl';
  return (text.startsWith('{') ? VICS_DOCUMENT : VICS_LIST).test(text) ? 'vics-json' : null;
}

const VICS_DOCUMENT = /"(@?odata\.(context|metadata)|value|Media)"\s*:/i;
const VICS_LIST = /^\[\s*\{[^{}[\]]*"(MediaID|MediaSize|RelativeFilePath|CaseNumber|CaseID|Media)"\s*:/i;

/**
 * Refuses what no parser could read, whatever format the caller states.
 * @param head the first `HEAD_BYTES` of the file, or all of a shorter one
 * @returns the head as text, without byte order mark and leading blanks; invalid UTF-8 is left to the parser, which
 * reports its place
 */
export function readHead(head: Uint8Array): string {
  if (head.length === 0) throw refused('empty-file', 'The file is empty.');
  const container = archiveSignature(head);
  if (container) {
    throw refused('archive', `The file is a ${container} archive. Unpack it and import what is inside.`);
  }
  const media = mediaSignature(head);
  if (media) {
    throw refused('media', `The file is ${media} media, whatever its name says. Hashline takes no media.`);
  }
  if (encodingOf(head).encoding === 'utf-32') {
    throw refused('not-utf8', 'The file is UTF-32. Save it as UTF-8 and import it again.');
  }
  const text = headText(head).trimStart();
  if (text === '' && head.length < HEAD_BYTES) {
    throw refused('empty-file', 'The file holds nothing but blank space.');
  }
  return text;
}

const ARCHIVES: readonly (readonly [name: string, signature: readonly number[]])[] = [
  ['zip', [0x50, 0x4b, 0x03, 0x04]],
  ['zip', [0x50, 0x4b, 0x05, 0x06]],
  ['gzip', [0x1f, 0x8b]],
  ['bzip2', [0x42, 0x5a, 0x68]],
  ['xz', [0xfd, 0x37, 0x7a, 0x58, 0x5a]],
  ['7-Zip', [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c]],
  ['RAR', [0x52, 0x61, 0x72, 0x21, 0x1a, 0x07]],
  ['Zstandard', [0x28, 0xb5, 0x2f, 0xfd]],
];

function archiveSignature(head: Uint8Array): string | null {
  const found = ARCHIVES.find(([, signature]) => signature.every((byte, index) => head[index] === byte));
  if (found) return found[0];
  const tar = new TextDecoder('latin1').decode(head.subarray(257, 262));
  return tar === 'ustar' ? 'tar' : null;
}

/** The head may end inside a character; up to three bytes are left to the parser. */
function unfinishedBytes(head: Uint8Array): number {
  if (head.length < HEAD_BYTES) return 0;
  let back = 0;
  while (back < 3 && ((head[head.length - 1 - back] ?? 0) & 0xc0) === 0x80) back++;
  return (head[head.length - 1 - back] ?? 0) >= 0xc0 ? back + 1 : 0;
}

const refused = (reason: RefusalReason, detail: string): FileRefused =>
  new FileRefused({ row: null, field: null, reason, detail });
