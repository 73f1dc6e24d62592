import { readAddress } from './address.ts';
import { APP_SCHEMES, FILE_SCHEMES } from './link.ts';
import { refang } from './refang.ts';
import { UrlText } from './report.ts';
import type { Word } from './words-in-line.ts';

/** An address in a text. */
export interface AddressHere extends Word {
  kind: 'url' | 'link';
  /** The address with any defanging undone. */
  value: string;
  /** The same for two spellings of the same subject. */
  identity: string;
  /** False for what may be meant otherwise, such as a bare host name in a sentence. */
  isSure: boolean;
}

/** The longest address that a report takes. */
const LONGEST = 4096;
/** The longest host with its port and user. */
const LONGEST_AUTHORITY = 300;
/** The most places of a word at which an address is tried, so that a hostile word costs no more than others. */
const TRIES = 4;
/** The most invisible characters inside an address. */
const MOST_INVISIBLE = 64;

const COLON = '(?::|[[({]\\s?:)';
const WEB = `(?:h(?:tt|xx|tx|xt|\\*\\*|__|--)ps?|s?f[tx*_]ps?)(?:[[({]s[\\])}])?\\s?${COLON}`;
/** Some apps' links have no slashes behind the colon; of the others these are demanded, because "signal: yes" is none. */
const PLAIN_LINK = '(?:skype|xmpp|sips?|tox)(?::|[[({]:[\\])}])(?=[^\\s/])';
const names = (schemes: ReadonlySet<string>) => [...schemes].sort((a, b) => b.length - a.length).join('|');
const LINK = `(?:${names(APP_SCHEMES)}|${names(FILE_SCHEMES)})(?::|[[({]:[\\])}]|[[({]:(?=\\/\\/[\\])}]))(?=\\?|\\/\\/)`;
const BEGINS = new RegExp(`(?<![a-z0-9])(?:${WEB}|${LINK}|${PLAIN_LINK})`, 'gi');
/** Addresses that are listed in one word: `http://a.example,http://b.example`. */
const LISTED = new RegExp(`[,;](?=${WEB})`, 'gi');

/**
 * Finds the addresses of one word.
 * @returns `isLong` where a part of it is too long for an address, and was not looked at
 */
export function addressesInWord(text: string, word: Word): { found: AddressHere[]; isLong: boolean } {
  const found: AddressHere[] = [];
  let isLong = false;
  for (const part of partsOf(text, word)) {
    if (part.end - part.start > LONGEST) isLong = true;
    else found.push(...inPart(text.slice(part.start, part.end), part.start));
  }
  return { found, isLong };
}

function* partsOf(text: string, { start, end }: Word): Generator<Word> {
  if (end - start < 8) return yield { start, end };
  const word = text.slice(start, end);
  let from = 0;
  for (const { index } of word.matchAll(LISTED)) {
    yield { start: start + from, end: start + index };
    from = index + 1;
  }
  yield { start: start + from, end };
}

function inPart(part: string, start: number): AddressHere[] {
  const found: AddressHere[] = [];
  let tries = 0;
  // Every beginning has a colon, defanged or not.
  if (part.includes(':')) {
    BEGINS.lastIndex = 0;
    for (let begins = BEGINS.exec(part); begins !== null && tries < TRIES; begins = BEGINS.exec(part)) {
      tries++;
      const written = trimmedEnd(part.slice(begins.index));
      const read = readWritten(written, start + begins.index);
      if (read === null) continue;
      found.push({ ...read, isSure: true });
      BEGINS.lastIndex = begins.index + written.length;
    }
  }
  const bare = tries > 0 ? null : bareAddress(part, start);
  return bare === null ? found : [bare];
}

function readWritten(written: string, start: number): Omit<AddressHere, 'isSure'> | null {
  const authority = /^(?:[a-z][a-z0-9+.-]*:\/\/)?([^/?#\\]*)/i.exec(restored(written) ?? '')?.[1] ?? '';
  if (authority === '' || authority.length > LONGEST_AUTHORITY) return null;
  const read = readAddress(written);
  if ('problem' in read) return null;
  // "http://7" is the address 0.0.0.7 to a browser, and nothing of the kind to a person.
  if (read.kind === 'url' && !/[.[]/.test(authority)) return null;
  const { kind, address: value, identity } = read;
  if (!UrlText.safeParse(value).success) return null;
  return { kind, value, identity, start, end: start + written.length };
}

/** The text with any defanging undone; null for one that would take long to read, or is no text. */
function restored(written: string): string | null {
  if (!written.isWellFormed() || (written.match(INVISIBLE)?.length ?? 0) > MOST_INVISIBLE) return null;
  return refang(written);
}

const INVISIBLE = /\p{Default_Ignorable_Code_Point}|\u061c/gu;
/** Marks that end a sentence or a part of it, and that no address ends in. */
const ENDS_SENTENCE = new Set(
  ".,;:!?'*~|\u2018\u2019\u3001\u3002\uff0c\uff0e\u200b\u200c\u200d\u2060\ufeff\u200e\u200f",
);
const CLOSES: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };

/** What is left of an address when marks of the sentence around it are taken off: `x.example/a).` */
function trimmedEnd(written: string): string {
  let end = closedAt(written);
  while (end > 0 && ENDS_SENTENCE.has(written.charAt(end - 1))) end--;
  return written.slice(0, end);
}

/** Where a bracket closes that opened before the address, as in `(x.example/a).` or `[x.example](y.example)`. */
function closedAt(written: string): number {
  const open: Record<string, number> = { '(': 0, '[': 0, '{': 0 };
  for (let at = 0; at < written.length; at++) {
    const character = written.charAt(at);
    if (character in open) open[character] = (open[character] ?? 0) + 1;
    const opening = CLOSES[character];
    if (opening === undefined) continue;
    if ((open[opening] ?? 0) > 0) open[opening] = (open[opening] ?? 0) - 1;
    else if (/^(?:$|[([{,;:!?'*)\]}]|\.(?:$|[^a-z0-9]))/i.test(written.slice(at + 1, at + 3))) return at;
  }
  return written.length;
}

/** Matches a host with at least one dot and what may follow it. */
const HOST =
  /^(?:[\p{L}\p{N}_][\p{L}\p{N}_-]{0,62}\.){1,20}(\p{L}{2,24}|i2p|xn--[a-z0-9-]{2,59})(?::\d{1,5})?(?:[/?#][\s\S]*)?$/u;
const IP = /^(?:\d{1,3}\.){3}\d{1,3}(?::\d{1,5})?(?:[/?#][\s\S]*)?$/;
/** The ends of names of files, which are no hosts unless something says so. */
const FILE_ENDS = new Set(
  (
    'jpg jpeg png gif webp bmp tif tiff heic avif svg ico mp mp3 mp4 avi mov mkv wmv webm wav flac pdf doc docx xls xlsx ' +
    'ppt pptx odt ods txt log csv tsv json jsonl xml html htm xhtml php asp aspx jsp zip rar gz tar iso exe dll msi apk eml ' +
    'msg pst js mjs ts tsx css py rb sql bak tmp ini cfg conf yml yaml dat bin torrent'
  ).split(' '),
);

/**
 * An address without a scheme. It is sure where somebody defanged it, or where it has a path or begins with `www.`; a
 * bare name in a sentence may also be a file, or two words without a blank.
 */
function bareAddress(part: string, start: number): AddressHere | null {
  if (!/[.([{]/.test(part)) return null;
  const lead = LEAD.exec(part)?.[0].length ?? 0;
  const written = trimmedEnd(part.slice(lead));
  const address = written === '' || /^[^/?#]*@/.test(written) ? null : restored(written);
  if (address === null) return null;
  const host = HOST.exec(address);
  if (host === null && !IP.test(address)) return null;
  const read = readWritten(written, start + lead);
  if (read === null || read.kind !== 'url') return null;
  if (address !== written || SAYS_SO.test(written)) return { ...read, isSure: true };
  if (host === null) return { ...read, isSure: /[:/]/.test(written) };
  if (FILE_ENDS.has(host[1]?.toLowerCase() ?? '')) return null;
  if (/^[^/?#]+\//.test(written)) return { ...read, isSure: true };
  // In "over.Then" a blank was forgotten.
  return /\.[A-Z][a-z]+$/.test(written) ? null : { ...read, isSure: false };
}

/** What may stand before an address in the same word: a bullet, a bracket, a name such as `Site:`. */
const LEAD = /^(?:[-*\u2022([{'\u2018\u2019=|,;:]|[a-z]{1,20}[:=](?=[^/\d[({]))*/i;
/** Matches a host that is meant as one. */
const SAYS_SO = /^www\.|^[^:/?#]+\.(?:onion|i2p)(?:[:/?#]|$)/i;
