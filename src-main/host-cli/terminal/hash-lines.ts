import type { MatchAlgorithm } from '../../../shared/contract/matching.contract.ts';
import { isPlaceholderBytes } from '../../../shared/domain/placeholder-hash.ts';
import { newTextFindings, plainText, type TextFindings } from '../../engine/intake/formats/plain-text.ts';
import { readHex } from '../../engine/lists/formats/hash-packer.ts';
import { readPdqLine } from '../../engine/lists/formats/pdq-line.ts';
import { readSumLine } from '../../engine/lists/formats/sum-line.ts';
import { type MatchValueProblem, readMatchValue } from '../../engine/lists/read-match-values.ts';
import { VALUE_BYTES } from '../../hash-index/index-algorithm.ts';

/** Packed values from many lines. */
export interface HashLines {
  packed: Uint8Array<ArrayBuffer>;
  /** The number of each value's line, from 1. */
  lines: Uint32Array;
  /** Lines that hold something else, and the reason. */
  bad: { line: number; reason: MatchValueProblem['problem'] }[];
}

const MAX_LINE = 64 * 1024;
const COMMENT = new Set(['#', ';', '%'].map((sign) => sign.charCodeAt(0)));

/**
 * Reads one value per line, in bounded memory, in the forms that an import of a list accepts: bare values, GNU and BSD
 * checksum lines, PDQ as its tools print it, `digits:count`, in UTF-8 or UTF-16, with any line ends. Blank lines and
 * comments are numbered but hold no value. For a hash in a table, the text before the first comma is the value.
 * @param atOnce number of values handed over at once
 * @param findings receives how the file was read
 * @throws Error where a line is longer than 64 KiB
 */
export async function* readHashLines(
  bytes: AsyncIterable<Uint8Array>,
  algorithm: MatchAlgorithm,
  atOnce: number,
  findings: TextFindings = newTextFindings(),
): AsyncGenerator<HashLines, void, void> {
  const width = VALUE_BYTES[algorithm];
  const isHex = algorithm !== 'photodna' && algorithm !== 'url';
  const fresh = () => ({
    packed: new Uint8Array(atOnce * width + 64),
    lines: new Uint32Array(atOnce),
    bad: [] as HashLines['bad'],
  });
  let open = fresh();
  let count = 0;
  let line = 0;
  const take = (from: Uint8Array, start: number, end: number): void => {
    line++;
    let last = end;
    while (last > start && from[last - 1]! <= 0x20) last--;
    let first = start;
    while (first < last && from[first]! <= 0x20) first++;
    if (first === last || COMMENT.has(from[first]!)) return;
    const at = count * width;
    if (isHex) {
      const read = readHex(from, first, last, open.packed, at);
      const after = from[first + 2 * width];
      const ends = first + 2 * width >= last || after === 0x20 || after === 0x09 || after === 0x2c;
      if (read >= width && ends) {
        if (isPlaceholderBytes(algorithm, open.packed, at, width))
          open.bad.push({ line, reason: 'known-bad' });
        else open.lines[count++] = line;
        return;
      }
    }
    const text = Buffer.from(from.buffer, from.byteOffset + first, last - first).toString('utf8');
    const read = readMatchValue(algorithm, valueIn(text.replace(/^\ufeff/, ''), algorithm));
    if ('problem' in read) open.bad.push({ line, reason: read.problem });
    else {
      open.packed.set(read.bytes, at);
      open.lines[count++] = line;
    }
  };
  const handOver = (): HashLines => {
    const full = {
      packed: open.packed.subarray(0, count * width),
      lines: open.lines.subarray(0, count),
      bad: open.bad,
    };
    open = fresh();
    count = 0;
    return full;
  };
  let rest: Uint8Array = new Uint8Array(0);
  for await (const chunk of plainText(bytes, findings, true)) {
    const piece = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
    let start = 0;
    for (let end = piece.indexOf(0x0a); end >= 0; end = piece.indexOf(0x0a, start)) {
      take(piece, start, end);
      start = end + 1;
      if (count === atOnce) yield handOver();
    }
    rest = piece.subarray(start);
    if (rest.length > MAX_LINE) throw new Error(`line ${line + 1} is longer than ${MAX_LINE} bytes`);
  }
  if (rest.length > 0) take(rest, 0, rest.length);
  if (count > 0 || open.bad.length > 0) yield handOver();
}

/** The part of a line that is the value. A line that names another algorithm than the one asked for holds none. */
function valueIn(text: string, algorithm: MatchAlgorithm): string {
  if (algorithm === 'url' || algorithm === 'photodna') return text;
  if (algorithm === 'pdq') return readPdqLine(text).value;
  const sum = readSumLine(text);
  return sum.kind === 'sum' && (sum.tagged ?? algorithm) === algorithm ? sum.hex : '';
}
