import type { MatchAlgorithm } from '../../shared/contract/matching.contract.ts';
import { readHex } from '../engine/matching/formats/hash-packer.ts';
import { VALUE_BYTES } from '../engine/matching/index/index-algorithm.ts';
import { readMatchValues } from '../engine/matching/read-match-values.ts';

/** Values of many lines, packed. */
export interface HashLines {
  packed: Uint8Array<ArrayBuffer>;
  /** The number of each value's line, from 1. */
  lines: Uint32Array;
  /** Lines that hold something else. */
  bad: number[];
}

const MAX_LINE = 64 * 1024;

/**
 * Reads one value a line, in bounded memory; blank lines count and hold none. Of a hash what stands before a blank or a
 * comma counts.
 * @param atOnce values handed over at once
 * @throws Error where a line is longer than 64 KiB
 */
export async function* readHashLines(
  bytes: AsyncIterable<Uint8Array>,
  algorithm: MatchAlgorithm,
  atOnce: number,
): AsyncGenerator<HashLines, void, void> {
  const width = VALUE_BYTES[algorithm];
  const isHex = algorithm !== 'photodna' && algorithm !== 'url';
  let open = {
    packed: new Uint8Array(atOnce * width + 64),
    lines: new Uint32Array(atOnce),
    bad: [] as number[],
  };
  let count = 0;
  let line = 0;
  const take = (from: Uint8Array, start: number, end: number): void => {
    line++;
    let last = end;
    while (last > start && from[last - 1]! <= 0x20) last--;
    let first = start;
    while (first < last && from[first]! <= 0x20) first++;
    if (first === last) return;
    const at = count * width;
    if (isHex) {
      const read = readHex(from, first, last, open.packed, at);
      const after = from[first + 2 * width];
      const ends = first + 2 * width >= last || after === 0x20 || after === 0x09 || after === 0x2c;
      if (read >= width && ends) open.lines[count++] = line;
      else open.bad.push(line);
      return;
    }
    try {
      const text = Buffer.from(from.buffer, from.byteOffset + first, last - first).toString('utf8');
      open.packed.set(readMatchValues(algorithm, [text]).packed, at);
      open.lines[count++] = line;
    } catch {
      open.bad.push(line);
    }
  };
  const handOver = (): HashLines => {
    const full = {
      packed: open.packed.subarray(0, count * width),
      lines: open.lines.subarray(0, count),
      bad: open.bad,
    };
    open = { packed: new Uint8Array(atOnce * width + 64), lines: new Uint32Array(atOnce), bad: [] };
    count = 0;
    return full;
  };
  let rest: Uint8Array = new Uint8Array(0);
  for await (const chunk of bytes) {
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
