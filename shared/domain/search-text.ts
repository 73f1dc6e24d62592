import { readAddress } from './address.ts';
import { refang } from './refang.ts';

/** What a report says of a case that it is found by. */
export interface SearchedSighting {
  subject: string;
  referrer: string | null;
  reference: string | null;
}

/** Two of these stand before every host and reference, so that the first letters of one are three characters, too. */
const START = '\u0002';
const APART = '\n';
/** An algorithm and its hash: files are found by the keys of their case. */
const OF_A_FILE = /^(?:md5|sha1|sha256|pdq|photodna):[0-9a-f]/i;
const SCHEME = /^[a-z][a-z0-9+.-]*:\/\//i;
/** More of the rarest parts of a text exclude hardly any further one. */
const PARTS = 5;

/** Letters as they are compared: without case, in the same words wherever this is used. */
export const folded = (text: string): string => text.toLowerCase();

/** All words by which a sighting is found, in one text. */
export function wordsOf({ subject, referrer, reference }: SearchedSighting, batch: number | null): string {
  const words = new Set<string>();
  if (!OF_A_FILE.test(subject)) for (const word of addressWords(subject)) words.add(START + START + word);
  if (referrer !== null) for (const word of addressWords(referrer)) words.add(word);
  if (reference !== null) words.add(START + START + folded(reference));
  if (batch !== null) words.add(batchMark(batch));
  return [...words].join(APART);
}

/** An address as it was reported, and as it identifies its case: a host of other letters is found by either. */
function addressWords(reported: string): string[] {
  const read = readAddress(reported);
  if ('problem' in read) return [folded(refang(reported))];
  const written = folded(read.address).replace(SCHEME, '');
  return [...new Set([written, folded(read.identity)])];
}

/** Stands for a batch in the words of its sightings. */
export const batchMark = (batch: number): string =>
  String.fromCodePoint(3, 0x4e00 + (batch % 0x1000), 0x5e00 + Math.floor(batch / 0x1000));

/**
 * The texts of which one must stand in the words of a sighting. One or two characters are the beginning of a host or a
 * reference.
 * @param asked an address also defanged, or a part of one
 */
export function needlesOf(asked: string): string[] {
  const plain = folded(refang(asked.trim())).replace(SCHEME, '').trim();
  const characters = [...plain].length;
  if (characters === 0) return [];
  if (characters < 3) return [START.repeat(3 - characters) + plain];
  return [...new Set([plain, ...otherLetters(asked)])];
}

/** A host as it is registered, where it was asked for in letters of its language. */
function otherLetters(asked: string): string[] {
  if (!/[^!-~\s]/.test(asked)) return [];
  const read = readAddress(asked);
  return 'problem' in read || read.host === null ? [] : [folded(read.identity).replace(/\/$/, '')];
}

/** Every three characters in a row, each once. An index of these gives texts that have all of them. */
export function trigramsOf(text: string): string[] {
  const characters = [...text];
  return [...new Set(characters.slice(2).map((_, at) => characters.slice(at, at + 3).join('')))];
}

/** How many of some texts have each three characters. */
export function countTrigrams(texts: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const text of texts)
    for (const three of trigramsOf(text)) counts.set(three, (counts.get(three) ?? 0) + 1);
  return counts;
}

/** The rarest parts of a text: an index is slow in finding what all texts have, and that excludes none of them. */
export const rarestOf = (text: string, counts: ReadonlyMap<string, number>): string[] =>
  trigramsOf(text)
    .toSorted((a, b) => (counts.get(a) ?? 0) - (counts.get(b) ?? 0))
    .slice(0, PARTS);

/** The part of a text around the first place of another, shortened; null where it is not in it. */
export function excerptOf(text: string, asked: string, around: number): string | null {
  const at = folded(text).indexOf(folded(asked));
  if (at < 0) return null;
  const [from, to] = [Math.max(0, at - around), Math.min(text.length, at + asked.length + around)];
  return `${from > 0 ? '…' : ''}${text.slice(from, to).toWellFormed().trim()}${to < text.length ? '…' : ''}`;
}
