import { textInGzip } from './gzip-text.ts';
import { isCertain, type MediaKind, mediaSignature } from './media-signature.ts';

/** The ways in which text holds media. */
export const MEDIA_ENCODINGS = [
  'bytes',
  'latin1',
  'base64',
  'base32',
  'hex',
  'decimal',
  'percent',
  'data-uri',
] as const;

export interface MediaFinding {
  kind: MediaKind;
  encoding: (typeof MEDIA_ENCODINGS)[number];
}

const BASE64 = 1;
const HEX = 2;
const SEPARATOR = 4;
const CHARACTER_CLASS = new Uint8Array(128);
for (const [characters, bits] of [
  ['ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_', BASE64],
  ['0123456789abcdefABCDEF', HEX],
  [' \t\r\n:,;\\%=#-.|_', SEPARATOR],
] as const) {
  for (const character of characters) {
    const code = character.charCodeAt(0);
    CHARACTER_CLASS[code] = (CHARACTER_CLASS[code] ?? 0) | bits;
  }
}

/** Shorter runs are skipped: 18 bytes show every signature, and no picture is smaller. */
const SHORTEST_RUN = 24;
/**
 * The length of a SHA-512 in hexadecimal; a run up to this length is taken for a hash unless its signature is certain.
 */
const LONGEST_HASH_HEX = 128;

/**
 * Looks for media hidden in a text: as latin-1 characters, a `data:` URI of a media type, or base64, base64url, base32,
 * hexadecimal (with or without separators), decimal or percent-encoded bytes that begin with a media signature. A
 * signature of a few bytes counts where an encoded run begins; inside a run it must be certain.
 *
 * Every text of every imported row comes through here, so it is one pass over the characters, with the expensive
 * searches only where that pass finds a hint.
 */
export function findMedia(text: string): MediaFinding | null {
  return scan(text, 2);
}

function scan(text: string, unwrap: number): MediaFinding | null {
  const { length } = text;
  if (length < 4) return null;
  let run = -1;
  let hexRun = 0;
  let longestHexRun = 0;
  let separators = 0;
  let unusual = false;
  let colon = false;
  let percent = false;
  let breaks = false;
  const states: string[] = [];
  for (let i = 0; i <= length; i++) {
    const code = i < length ? text.charCodeAt(i) : 0x20;
    if (code >= 0x80) unusual = true;
    const bits = code < 0x80 ? (CHARACTER_CLASS[code] ?? 0) : 0;
    if (bits & BASE64) {
      if (run < 0) run = i;
    } else {
      if (run >= 0 && i - run >= SHORTEST_RUN) {
        const found = inBase64Run(text, run, i, states, unwrap > 0);
        if (found) return found;
      }
      run = -1;
      if (code === 0x3a) colon = true;
      else if (code === 0x25) percent = true;
      else if (i < length && (code <= 0x20 || code === 0x5c || code === 0x22)) breaks = true;
    }
    if (bits & HEX) hexRun++;
    else {
      if (hexRun > longestHexRun) longestHexRun = hexRun;
      hexRun = 0;
    }
    if (bits & SEPARATOR) separators++;
  }
  if (colon && DATA_URI.test(text)) return { kind: 'data-uri', encoding: 'data-uri' };
  const latin1 = inLatin1(text, unusual);
  if (latin1) return latin1;
  if (longestHexRun >= SHORTEST_RUN || separators >= 6) {
    const hex = inHex(text) ?? (separators >= 8 ? inDecimals(text) : null);
    if (hex) return hex;
  }
  if (unwrap === 0 || length < SHORTEST_RUN) return null;
  if (percent) {
    const decoded = text.replace(/%([0-9a-f]{2})/gi, (_all, hex: string) =>
      String.fromCharCode(Number.parseInt(hex, 16)),
    );
    const found = decoded.length < length ? scan(decoded, unwrap - 1) : null;
    if (found) return found.encoding === 'latin1' ? { kind: found.kind, encoding: 'percent' } : found;
  }
  // Handles base64 wrapped at few characters per line, or with JSON's escaped slashes. Joining makes separate runs
  // merge, so only certain signatures count.
  if (breaks) return inBase64Joined(text.replace(/[\s\\"]+/g, ''), states);
  return null;
}

/**
 * Matches a `data:` address (RFC 2397) of a media type with content: base64, or text that no sentence holds. The words
 * "Metadata: image/jpeg, 34 KB" do not match.
 */
const DATA_URI = new RegExp(
  String.raw`(?<![a-z])data:\s?(?:image|video|audio|application)/[a-z0-9.+-]{2,60}(?:\s?;\s?(?!base64)[a-z0-9.+_-]{1,40}=?[^\s;,]{0,80})*` +
    String.raw`(?:\s?;\s?base64\s?,\s?(?:[a-z0-9+/=_-]|%[0-9a-f]{2}){8}|\s?,\s?(?:(?:[^\s%<]{0,64}(?:%[0-9a-f]{2}|<))|[^\s,]{64}))`,
  'i',
);

function inLatin1(text: string, unusual: boolean): MediaFinding | null {
  const opening = text.trimStart().slice(0, 18);
  const first = opening.charCodeAt(0);
  // Signatures that begin with ordinary letters (BM, II*, MM) need a NUL to match, which inbound text cannot hold.
  if (first >= 0x80 || first < 0x20 || first === 0x47 || first === 0x52 || first === 0x25 || first === 0x50) {
    const kind = mediaSignature(fromLatin1(opening));
    if (kind) return { kind, encoding: 'latin1' };
  }
  if (!unusual) return null;
  // JPEG bytes as Windows-1252, or with the first byte lost in a bad conversion; no language writes these.
  if (/ÿØÿ/.test(text)) return { kind: 'jpeg', encoding: 'latin1' };
  if (/[\x89\u2030\ufffd]PNG\r?\n/.test(text)) return { kind: 'png', encoding: 'latin1' };
  if (/\x1aEß£/.test(text)) return { kind: 'matroska', encoding: 'latin1' };
  return null;
}

/** Matches the beginning of each signature in base64; `ftyp` is four bytes into the file. */
const BASE64_SIGNATURE =
  /[/_]9j[/_]|iVBORw|R0lGOD|UklGR|JVBERi0|UEsDB|H4sI|GkXfo|SUkq|TU0AK|MCayd|AAAADEpYT|AAAADGpQI|Qk[0-3]|[GWm2]Z0eXB/g;
const FTYP_OFFSET = 5;

/** The first two base64 characters of all signatures of `mediaSignature`, which saves most decoding. */
const BASE64_OPENINGS = new Set(
  '/9 _9 iV R0 Uk JV UE H4 Gk SU TU Qk Rk MC AA'.split(' ').map((pair) => pairKey(pair, 0)),
);
function pairKey(text: string, offset: number): number {
  return text.charCodeAt(offset) * 128 + text.charCodeAt(offset + 1);
}

function inBase64Run(
  text: string,
  from: number,
  to: number,
  states: string[],
  canUnwrap: boolean,
): MediaFinding | null {
  if (BASE64_OPENINGS.has(pairKey(text, from)) || FTYP_AT_START.test(text.slice(from + 4, from + 11))) {
    const bytes = fromBase64(text.slice(from, from + SHORTEST_RUN));
    const kind = mediaSignature(bytes);
    // A JPEG marker must follow; three bytes alone would refuse one identifier in 17 million.
    const isNoMarker = kind === 'jpeg' && ((bytes[3] ?? 0) < 0xc0 || bytes[3] === 0xff);
    const isState =
      kind === 'gzip' &&
      ((canUnwrap && PERCENT_NEXT.test(text.slice(to, to + 3))) || holdsText(text.slice(from, to)));
    if (isState) states.push(text.slice(from, to));
    else if (kind && !isNoMarker) return { kind, encoding: 'base64' };
  }
  const run = text.slice(from, to);
  return inBase64Joined(run, states) ?? (run.length >= SHORTEST_BASE32 ? inBase32(run) : null);
}
const FTYP_AT_START = /^.[GWm2]Z0eX/;
/** The run continues behind a percent-encoded character; it is judged once that is decoded. */
const PERCENT_NEXT = /^%(?:2b|2f|3d)/i;

/**
 * Whether base64 holds a gzip of text only, in which some web pages write their state; that text is searched for media
 * too.
 */
function holdsText(run: string): boolean {
  const text = textInGzip(fromBase64(run));
  return text !== null && scan(text, 1) === null;
}

/** @param states runs in which only the state of a web page was found */
function inBase64Joined(run: string, states: readonly string[]): MediaFinding | null {
  // Not `exec`, whose position is lost when the content of a gzip is searched.
  for (const match of run.matchAll(BASE64_SIGNATURE)) {
    const start = match[0].endsWith('Z0eXB') ? match.index - FTYP_OFFSET : match.index;
    const encoded = start < 0 ? null : /^[A-Za-z0-9+/_-]{24}/.exec(run.slice(start, start + SHORTEST_RUN));
    if (!encoded) continue;
    const bytes = fromBase64(encoded[0]);
    const kind = mediaSignature(bytes);
    if (!kind || !isCertain(kind, bytes)) continue;
    if (!states.some((state) => run.startsWith(state, start))) return { kind, encoding: 'base64' };
  }
  return null;
}

function inBase32(run: string): MediaFinding | null {
  for (const part of run.split(/[^A-Za-z2-7]+/)) {
    if (part.length < SHORTEST_BASE32) continue;
    const bytes = fromBase32(part.slice(0, 32));
    const kind = mediaSignature(bytes);
    if (kind && isCertain(kind, bytes)) return { kind, encoding: 'base32' };
  }
  return null;
}

/** Longer than the 56 characters of an onion service's name. */
const SHORTEST_BASE32 = 64;

/**
 * Matches the separators in `ff d8`, `ff:d8`, `\xff\xd8`, `0xff, 0xd8`, `&#xff;&#xd8;`, `\u00ff\u00d8`, `%ff%d8`,
 * `=FF=D8` and plain digits.
 */
const GAP = '[^0-9a-z]{0,3}(?:0?x|u00)?';
const HEX_SIGNATURE = new RegExp(
  'ffd8ff 89504e47 47494638 52494646 25504446 504b0304 1f8b08 1a45dfa3 49492a00 4d4d002a 3026b275 424d 0000000c4a584c20 0000000c6a502020 66747970'
    .split(' ')
    .map((digits) => digits.match(/../g)?.join(GAP) ?? digits)
    .join('|'),
  'gi',
);
const HEX_BYTES = new RegExp(`^(?:${GAP}[0-9a-f]{2}){12,18}`, 'i');
const HEX_BEFORE_FTYP = new RegExp(`(?:[0-9a-f]{2}${GAP}){4}$`, 'i');

function inHex(text: string): MediaFinding | null {
  HEX_SIGNATURE.lastIndex = 0;
  for (let match = HEX_SIGNATURE.exec(text); match; match = HEX_SIGNATURE.exec(text)) {
    let start = match.index;
    if (/^6\s*6/.test(match[0])) {
      const before = HEX_BEFORE_FTYP.exec(text.slice(Math.max(0, start - 40), start));
      if (!before) continue;
      start -= before[0].length;
    }
    const run = HEX_BYTES.exec(text.slice(start, start + 160));
    if (!run) continue;
    const bytes = fromHex(run[0].replace(new RegExp(`${GAP}([0-9a-f]{2})`, 'gi'), '$1'));
    const kind = mediaSignature(bytes);
    if (!kind) continue;
    const opens = start === 0 || !/[0-9a-f]/i.test(text.charAt(start - 1));
    if (isCertain(kind, bytes) || (opens && hexDigitsFrom(text, start) > LONGEST_HASH_HEX)) {
      return { kind, encoding: run[0].includes('%') ? 'percent' : 'hex' };
    }
  }
  return null;
}

function hexDigitsFrom(text: string, start: number): number {
  const run = /^(?:[0-9a-f]{2}[^0-9a-z]{0,3}(?:0?x|u00)?){12,200}/i.exec(text.slice(start, start + 1600));
  return run ? run[0].replace(/0?x|u00|[^0-9a-f]/gi, '').length : 0;
}

/** Matches `[137, 80, 78, 71, …]`, the printed form of a byte array. */
const DECIMAL_SIGNATURE =
  /(?<!\d)(?:255\D{1,3}216\D{1,3}255|137\D{1,3}80\D{1,3}78\D{1,3}71|71\D{1,3}73\D{1,3}70\D{1,3}56)(?:\D{1,3}\d{1,3}){8}/;

function inDecimals(text: string): MediaFinding | null {
  const match = DECIMAL_SIGNATURE.exec(text);
  if (!match) return null;
  const kind = mediaSignature(Uint8Array.from(match[0].split(/\D+/), Number));
  return kind ? { kind, encoding: 'decimal' } : null;
}

/** Characters beyond latin-1 become 0, with which no signature that text can hold begins. */
function fromLatin1(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    bytes[i] = code < 0x100 ? code : 0;
  }
  return bytes;
}

function fromBase64(text: string): Uint8Array {
  const standard = text.replaceAll('-', '+').replaceAll('_', '/');
  return fromLatin1(atob(standard.slice(0, standard.length - (standard.length % 4))));
}

/** Decodes base32 (RFC 4648, section 6); the length of `text` is a multiple of eight. */
function fromBase32(text: string): Uint8Array {
  const bytes = new Uint8Array((text.length * 5) >> 3);
  let bits = 0;
  let value = 0;
  let filled = 0;
  for (const character of text.toUpperCase()) {
    value = ((value << 5) | 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(character)) & 0xfff;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      bytes[filled++] = (value >> bits) & 0xff;
    }
  }
  return bytes;
}

const fromHex = (text: string): Uint8Array => {
  const bytes = new Uint8Array(text.length >> 1);
  for (let i = 0; i < bytes.length; i++) bytes[i] = Number.parseInt(text.slice(2 * i, 2 * i + 2), 16);
  return bytes;
};
