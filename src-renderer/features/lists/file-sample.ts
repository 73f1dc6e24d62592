import type { ListFormat } from '../../../shared/domain/hash-list.ts';
import { headText, plainLines } from '../../../shared/domain/text-encoding.ts';
import { isSixtyFourHex } from './table-sample.ts';

const SAMPLE_BYTES = 65_536;

/** The beginning of a file as text, without a last line that is cut. It is no longer than its columns need to be shown. */
export async function readSample(file: Blob): Promise<string> {
  const bytes = await file.slice(0, SAMPLE_BYTES).arrayBuffer();
  const text = tableOf(plainLines(headText(new Uint8Array(bytes))));
  return file.size <= SAMPLE_BYTES ? text : text.slice(0, text.lastIndexOf('\n') + 1);
}

/**
 * Lines that tools write above a table and that the engine skips: Excel's `sep=`, PowerShell's type, hashdeep's
 * preamble.
 */
const ABOVE = /^(?:"?sep=.|#TYPE |%%%% HASHDEEP|## )/i;

const tableOf = (text: string): string =>
  text
    .split('\n')
    .filter((line) => !ABOVE.test(line))
    .map((line) => line.replace(/^%%%%\s*/, ''))
    .join('\n');

/** The format that a file's name suggests. It is only proposed: the person says how a file is read. */
export function likelyFormat(name: string): ListFormat | null {
  const ending = /\.([a-z0-9]+)$/i.exec(name)?.[1]?.toLowerCase();
  if (ending === 'xml') return 'ncmec-xml';
  if (ending === 'json') return 'vics';
  if (ending === 'csv' || ending === 'tsv') return 'csv';
  if (ending === 'pdq') return 'pdq';
  return ending === 'md5' || ending === 'sha1' || ending === 'sha256' ? 'sums' : null;
}

/** The length of the values in a text with one checksum per line; null where no line begins with one. */
export function sumsDigits(text: string): 32 | 40 | 64 | null {
  for (const line of text.split('\n', 50)) {
    const word = line.trim().replace(/^\\/, '').split(/\s+/)[0] ?? '';
    if (/^[0-9a-f]{32}$/i.test(word)) return 32;
    if (/^[0-9a-f]{40}$/i.test(word)) return 40;
    if (isSixtyFourHex(word)) return 64;
  }
  return null;
}
