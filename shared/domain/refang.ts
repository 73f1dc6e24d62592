/** Brackets used in defanging; angle brackets are not among them, because they enclose whole addresses. */
const OPEN = '[[({]';
const CLOSE = '[\\])}]';
const SLASHES = `(?:\\/\\/|\\\\\\\\|\\\\\\/\\\\\\/|\\/\\s\\/|${OPEN}\\/\\/${CLOSE}|${OPEN}\\/${CLOSE}${OPEN}\\/${CLOSE})`;

/**
 * Matches a scheme and the mark behind it, defanged or not: `hxxp://`, `h**p[:]//`, `https[://]`, `http : //`,
 * `http:\\`.
 */
const SCHEME = new RegExp(
  `^([a-z][a-z0-9+.*_-]{0,30}(?:${OPEN}s${CLOSE})?)(${OPEN}\\s?:\\s?\\/\\/\\s?${CLOSE}|\\s?(?::|${OPEN}:${CLOSE})\\s?${SLASHES})\\s?`,
  'i',
);
/** Matches `[.]`, `(.)`, `{.}`, `[dot]`, `[punkt]`, or one bracket alone, with blanks around any of them. */
const DOT = new RegExp(
  `\\s*(?:${OPEN}\\s?(?:\\.|dot|punkt|point|punto?)\\s?${CLOSE}|\\[\\.(?!\\])|(?<=[a-z0-9-])\\.\\](?=[a-z0-9-]))\\s*`,
  'gi',
);
const COLON = new RegExp(`\\s*${OPEN}\\s?:\\s?${CLOSE}\\s*`, 'g');
const AT = new RegExp(`\\s*${OPEN}\\s?(?:@|at)\\s?${CLOSE}\\s*`, 'gi');
const BLANK_DOT = /\s+dot\s+|\s*\.\s+|\s+\.\s*/gi;
const BLANK_COLON = /\s+:\s*(?=\d+$)|:\s+(?=\d+$)/;
const ESCAPED_DOT = /(?<=[a-z0-9-])\\\.(?=[a-z0-9-])/gi;
const AUTHORITY_END = new RegExp(`${OPEN}\\/${CLOSE}|[/?#]`);
const SCHEME_IN_TAIL = /h(?:xx|\*\*)p(s?)(?:\[:\]|:)\/\/([^/?#&]*)/gi;
/** Matches every defanged address; a text without a match is passed on at once. */
const HINT = /[[({]|\s|^h(?:xx|tx|xt|\*\*|__|--)p|^s?f[x*_]p|^[a-z]+:\\/i;

/**
 * Matches blanks, direction marks and zero-width characters, which copying from mail leaves at both ends, but no
 * direction overrides.
 */
const INVISIBLE = '(?:(?![\\u202a-\\u202e\\u2066-\\u206f])[\\s\\p{Default_Ignorable_Code_Point}\\u061c])+';
const EDGES = new RegExp(`^${INVISIBLE}|${INVISIBLE}$`, 'gu');
const MAY_HAVE_EDGES = /^[^!-~]|[^!-~]$/;

/**
 * Restores an address that was defanged in one of the ways in use (CyberChef's "Defang URL", iocextract, ioc-fanger),
 * and removes what copying leaves around it. The path is changed only if something before it was defanged. An intact
 * address comes back unchanged, and so does any text that is no address: `readUrl` judges that.
 */
export const refang = (reported: string): string => rejoin(bare(reported));

/** The same as `refang`, but keeps what surrounds the address. */
export function rejoin(text: string): string {
  if (!HINT.test(text)) return text;
  const [head = '', written = '', mark = ''] = SCHEME.exec(text) ?? [];
  const scheme = schemeOf(written);
  const rest = text.slice(head.length);
  const end = AUTHORITY_END.exec(rest);
  const authority = rest.slice(0, end?.index);
  const joined = authority.replace(DOT, '.').replace(COLON, ':').replace(AT, '@');
  const isApart =
    head !== (written === '' ? '' : `${written}://`) ||
    scheme !== written.toLowerCase() ||
    joined !== authority ||
    (end?.[0].length ?? 0) > 1;
  // Without a scheme or a defanged mark, words with full stops between them are a sentence.
  const close = isApart || mark !== '' ? joined.replace(BLANK_DOT, '.').replace(BLANK_COLON, ':') : joined;
  if (!isApart && close === authority) return text;
  const tail =
    end === null ? '' : `${end[0].length > 1 ? '/' : end[0]}${rest.slice(end.index + end[0].length)}`;
  return `${scheme === '' ? '' : `${scheme}://`}${close.replace(ESCAPED_DOT, '.')}${joinTail(tail)}`;
}

/** An address without surrounding invisible characters, or the angle brackets of a mail (RFC 3986, appendix C). */
function bare(reported: string): string {
  const text = MAY_HAVE_EDGES.test(reported) ? reported.replace(EDGES, '') : reported;
  return /^<(?:URL:)?([^<>]+)>$/i.exec(text)?.[1]?.trim() ?? text;
}

function schemeOf(written: string): string {
  const word = written.toLowerCase().replace(/[[\](){}]/g, '');
  const web = /^h(?:tt|xx|tx|xt|\*\*|__|--)p(s?)$/.exec(word);
  if (web) return `http${web[1]}`;
  const files = /^(s?)f[tx*_]p(s?)$/.exec(word);
  return files ? `${files[1]}ftp${files[2]}` : word;
}

/**
 * Restores what our own `defang` and other tools change behind the host: dots in brackets, and addresses inside the
 * address.
 */
const joinTail = (tail: string): string =>
  tail
    .replace(SCHEME_IN_TAIL, (_all, s: string, authority: string) => `http${s}://${authority}`)
    .replace(/\[\.\]|\(\.\)|\{\.\}|\[dot\]|\(dot\)/gi, '.');
