import { mediaSignature } from '../../../../shared/domain/media-signature.ts';
import type { RefusalReason } from '../../../../shared/domain/refusal.ts';
import type { Archive, RefusalDetail } from '../../../../shared/domain/refusal-detail.ts';
import { encodingOf, headText } from '../../../../shared/domain/text-encoding.ts';
import { FileRefused } from './intake-format.ts';

/** How much of a file's beginning is looked at. */
export const HEAD_BYTES = 64 * 1024;

/**
 * Refuses what no parser could read, whatever format the caller says it is.
 * @param head the first `HEAD_BYTES` of the file, or all of a shorter one
 * @returns the head as text, without byte order mark and leading blanks; bytes that are not UTF-8 are left for the
 *   parser, which says where they stand
 */
export function readHead(head: Uint8Array): string {
  if (head.length === 0) throw refused('empty-file', { code: 'file-empty' });
  const container = archiveSignature(head);
  if (container) {
    if (container === 'zip' && isWorkbook(head)) throw refused('archive', { code: 'workbook' });
    throw refused('archive', { code: 'archive', archive: container });
  }
  const media = mediaSignature(head);
  if (media) {
    throw refused('media', { code: 'media-file', media });
  }
  if (encodingOf(head).encoding === 'utf-32') {
    throw refused('not-utf8', { code: 'utf-32' });
  }
  const text = headText(head).trimStart();
  if (text === '' && head.length < HEAD_BYTES) {
    throw refused('empty-file', { code: 'file-blank' });
  }
  return text;
}

const SIGNATURES: readonly (readonly [name: Archive, signature: readonly number[]])[] = [
  ['zip', [0x50, 0x4b, 0x03, 0x04]],
  ['zip', [0x50, 0x4b, 0x05, 0x06]],
  ['gzip', [0x1f, 0x8b]],
  ['bzip2', [0x42, 0x5a, 0x68]],
  ['xz', [0xfd, 0x37, 0x7a, 0x58, 0x5a]],
  ['7-Zip', [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c]],
  ['RAR', [0x52, 0x61, 0x72, 0x21, 0x1a, 0x07]],
  ['Zstandard', [0x28, 0xb5, 0x2f, 0xfd]],
];

function archiveSignature(head: Uint8Array): Archive | null {
  const found = SIGNATURES.find(([, signature]) => signature.every((byte, index) => head[index] === byte));
  if (found) return found[0];
  const tar = new TextDecoder('latin1').decode(head.subarray(257, 262));
  return tar === 'ustar' ? 'tar' : null;
}

/** Whether a ZIP archive is a spreadsheet program's workbook (ECMA-376 or OpenDocument), by the parts it names first. */
function isWorkbook(head: Uint8Array): boolean {
  const names = new TextDecoder('latin1').decode(head);
  return /\bxl\/(?:workbook|worksheets|styles|sharedStrings)|opendocument\.spreadsheet/.test(names);
}

const refused = (reason: RefusalReason, detail: RefusalDetail): FileRefused =>
  new FileRefused({ row: null, field: null, reason, detail });
