import { type AddressHere, addressesInWord } from './address-in-word.ts';
import type { HashAlgorithm } from './hash-algorithm.ts';
import { hashesInLine } from './hash-in-line.ts';
import { type Word, wordsInLine } from './words-in-line.ts';

/** Where a find stands in its text. */
export interface Place {
  /** From 1. */
  line: number;
  /** From 1, in UTF-16 code units. */
  column: number;
  /** Offsets in the text. */
  start: number;
  end: number;
}

interface Found {
  /** The same for two spellings of the same subject; no two finds of a text share it. */
  key: string;
  /** False for what may be meant otherwise; a person decides. */
  isSure: boolean;
  /** In the order of the text; at least one. */
  places: Place[];
}

/** A subject that somebody wrote about. */
export type Find =
  | (Found & { kind: 'url' | 'link'; value: string })
  | (Found & {
      kind: 'file';
      algorithm: HashAlgorithm;
      value: string;
      /** Whether the text names the algorithm; otherwise its length alone tells it. */
      isNamed: boolean;
    });

export interface FoundInText {
  /** In the order of the text. */
  finds: Find[];
  /** The number of words that are too long for an address and were not searched for one. */
  longWords: number;
  /** The number of subjects beyond the most that a report may have. */
  beyond: number;
}

/** The most subjects of a report. */
export const MOST_FINDS = 10_000;

const LINE_END = /\r\n|[\n\r\u2028\u2029]/g;

/**
 * Finds addresses, links and hashes in a text that somebody wrote, an e-mail or a note, even defanged ones; a subject
 * that is named twice is one find with two places. Takes time in proportion to the length of the text, whatever it
 * holds.
 */
export function findInText(text: string): FoundInText {
  const finds = new Map<string, Find>();
  let longWords = 0;
  const beyond = new Set<string>();
  const take = (find: Find) => {
    const known = finds.get(find.key);
    if (known === undefined) {
      if (finds.size < MOST_FINDS) finds.set(find.key, find);
      else beyond.add(find.key);
      return;
    }
    known.isSure ||= find.isSure;
    if (known.kind === 'file' && find.kind === 'file') known.isNamed ||= find.isNamed;
    known.places.push(...find.places);
  };
  let line = 0;
  for (const { start: from, end: to } of linesOf(text)) {
    line++;
    const placed = ({ start, end }: Word) => ({ line, column: start - from + 1, start, end });
    const addresses = addressesInLine(text, from, to, () => longWords++);
    const hashes = hashesInLine(text, from, to).filter(outside(addresses));
    const inOrder = [...addresses, ...hashes].sort((a, b) => a.start - b.start);
    for (const here of inOrder) {
      const place = placed(here);
      if ('algorithm' in here) {
        const { algorithm, value, isNamed, isSure } = here;
        const key = `${algorithm}:${value}`;
        take({ kind: 'file', key, algorithm, value, isNamed, isSure, places: [place] });
      } else {
        const { kind, value, identity, isSure } = here;
        take({ kind, key: `${kind}:${identity}`, value, isSure, places: [place] });
      }
    }
  }
  return { finds: [...finds.values()], longWords, beyond: beyond.size };
}

/** The lines of a text without their ends, as offsets. */
export function* linesOf(text: string): Generator<Word> {
  let from = 0;
  for (const end of text.matchAll(LINE_END)) {
    yield { start: from, end: end.index };
    from = end.index + end[0].length;
  }
  yield { start: from, end: text.length };
}

function addressesInLine(text: string, from: number, to: number, onLong: () => void): AddressHere[] {
  const files = swarmFiles(text, from, to);
  const found = [...files];
  const isOutside = outside(files);
  let words = 0;
  for (const word of wordsInLine(text, from, to)) {
    if (/[\p{L}\p{N}]/u.test(text.slice(word.start, Math.min(word.end, word.start + 256)))) words++;
    if (!isOutside(word)) continue;
    const { found: here, isLong } = addressesInWord(text, word);
    if (isLong) onLong();
    found.push(...here);
  }
  // Somebody who gives an address a line of its own means an address.
  if (words === 1) for (const here of found) here.isSure = true;
  return found;
}

/** An ed2k link names a file, so blanks may stand in it. */
const ED2K =
  /ed2k(?::|[[({]:[\])}])\/\/\|file\|[^|\r\n]{1,300}\|\d{1,20}\|[0-9a-f]{32}\|(?:[^\s|]{1,200}\|){0,4}\/?/iy;
const ED2K_BEGINS = /(?<![a-z0-9])ed2k/gi;

function swarmFiles(text: string, from: number, to: number): AddressHere[] {
  const found: AddressHere[] = [];
  const line = text.slice(from, to);
  for (const { index } of line.matchAll(ED2K_BEGINS)) {
    ED2K.lastIndex = index;
    const written = ED2K.exec(line)?.[0];
    if (written === undefined) continue;
    // A blank would end the link where it is read again.
    const { found: read } = addressesInWord(written, { start: 0, end: written.length });
    const link = read[0];
    if (link === undefined || link.kind !== 'link') continue;
    const start = from + index;
    found.push({ ...link, start, end: start + written.length });
  }
  return found;
}

/** Whether a place overlaps none of these, which do not overlap and are in order; places are asked for in order. */
function outside(spans: readonly Word[]): (word: Word) => boolean {
  const sorted = [...spans].sort((a, b) => a.start - b.start);
  let at = 0;
  return ({ start, end }) => {
    while (at < sorted.length && (sorted[at]?.end ?? 0) <= start) at++;
    const next = sorted[at];
    return next === undefined || next.start >= end;
  };
}
