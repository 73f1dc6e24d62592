import { refang, rejoin } from './refang.ts';
import { withCodePoints } from './visible-text.ts';

/** Why a reported address cannot be accepted. */
export type UrlProblem = 'bad-url' | 'control-character' | 'bidi-character';

export interface ReportedUrl {
  /** The address as a program reads it, with any defanging undone. */
  address: string;
  /** `scheme`, lower case, without the colon. */
  scheme: string;
  /** IDNA-normalised, lower case (WHATWG URL, host parsing). */
  host: string;
  /** Two addresses with the same identity are the same subject: host, port unless default, path and query. */
  identity: string;
}

const DEFAULT_PORTS: Readonly<Record<string, string>> = { http: '80', https: '443', ftp: '21' };
export const CONTROL = /[\u0000-\u001f\u007f-\u009f]/;
export const BIDI = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/;

/**
 * Reads a reported address, even a defanged one (`refang`), without ever contacting it.
 *
 * For the identity, scheme and default port are dropped, the host is lower-cased and IDNA-normalised, the fragment is
 * dropped, and path and query are as a browser sends them (WHATWG URL, percent-encode sets): what is already encoded
 * stays byte-exact. An address without a scheme is read as `http`.
 */
export function readUrl(reported: string): ReportedUrl | { problem: UrlProblem } {
  return CONTROL.test(reported) ? { problem: 'control-character' } : readWholeUrl(refang(reported));
}

/** The same as `readUrl` for an address that `refang` has restored and that holds no control character. */
export function readWholeUrl(address: string): ReportedUrl | { problem: UrlProblem } {
  if (BIDI.test(address)) return { problem: 'bidi-character' };
  // A backslash ends the authority, because browsers read it as a slash: http://a.example\\@b.example is a.example.
  const match = /^(?:([A-Za-z][A-Za-z0-9+.-]*):\/\/)?([^/?#\\]+)([^#]*)/.exec(address);
  if (!match) return { problem: 'bad-url' };
  const scheme = (match[1] ?? 'http').toLowerCase();
  const authority = match[2] ?? '';
  const hostAndPort = authority.slice(authority.lastIndexOf('@') + 1);
  const parts = /^(\[[0-9A-Fa-f:.]+\]|[^:]+)(?::(\d{1,5}))?$/.exec(hostAndPort);
  const host = parts?.[1] === undefined ? null : normaliseHost(parts[1]);
  if (host === null) return { problem: 'bad-url' };
  const port = parts?.[2] === undefined ? null : Number(parts[2]);
  if (port !== null && port > 65_535) return { problem: 'bad-url' };
  const portPart = port === null || String(port) === DEFAULT_PORTS[scheme] ? '' : `:${port}`;
  const rest = match[3] ?? '';
  const path = rest.startsWith('/') ? rest : `/${rest}`;
  return { address, scheme, host, identity: `${host}${portPart}${asSent(path)}` };
}

const SENT_AS_IT_IS = /^[!#-;=?-_a-z|~]*$/;

/** Path and query with those characters encoded that browsers encode. */
function asSent(path: string): string {
  if (SENT_AS_IT_IS.test(path)) return path;
  const query = path.indexOf('?');
  const encode = (text: string, characters: RegExp) =>
    text.toWellFormed().replace(characters, encodeURIComponent);
  if (query < 0) return encode(path, /[\s"<>`{}]|[^\u0000-\u007f]/gu);
  return (
    encode(path.slice(0, query), /[\s"<>`{}]|[^\u0000-\u007f]/gu) +
    encode(path.slice(query), /[\s"<>]|[^\u0000-\u007f]/gu)
  );
}

/**
 * Matches lower-case letters, digits and hyphens that end in a letter and hold no `xn--`: the URL parser returns these
 * unchanged, and calling it costs more than the rest of `readUrl`.
 */
const PLAIN_HOST = /^(?!.*xn--)[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z][a-z0-9-]*$/;

function normaliseHost(host: string): string | null {
  if (PLAIN_HOST.test(host)) return host;
  try {
    // The URL class applies IDNA only to special schemes, so the host is parsed separately under http.
    const hostname = new URL(`http://${host}/`).hostname.replace(/\.+$/, '');
    return /[.:]/.test(hostname) ? hostname : null;
  } catch {
    return null;
  }
}

/**
 * The address as text that no program turns into a link: `hxxps://host[.]example/path`. An address inside the address
 * is defanged too. A host with letters beyond ASCII is shown in the form sent to name servers (`xn--…`), because
 * letters of two scripts may look alike. Invisible and direction-changing characters appear as code points
 * (`<U+202E>`).
 */
export function defang(reported: string): string {
  const address = rejoin(reported);
  const written = /^(?:[a-z][a-z0-9+.-]*:\/\/)?[^/?#\\]+/i.exec(address)?.[0] ?? '';
  const head = inAscii(written);
  const tail = address
    .slice(written.length)
    .replace(/[a-z][a-z0-9+.-]{0,15}:\/\/[^/?#\\&]+/gi, withBracketedDots);
  return withCodePoints(
    (withBracketedDots(head) + tail).replace(/htt(?=ps?:\/\/)/gi, 'hxx').replace(/ftp(?=s?:\/\/)/gi, 'fxp'),
  );
}

/** Defangs a host alone, without converting its letters. */
export const defangHost = (host: string): string => withCodePoints(withBracketedDots(host));

/**
 * The beginning of an address with its host in ASCII; unchanged where it holds an invisible character, which must
 * remain visible as a code point.
 */
function inAscii(head: string): string {
  if (!NOT_ASCII.test(head) || withCodePoints(head) !== head) return head;
  const [, before = '', host = '', after = ''] = /^(.*[@/]|)([^:@/]+)(:\d+)?$/s.exec(head) ?? [];
  const ascii = host === '' ? null : normaliseHost(host);
  return ascii === null ? head : `${before}${ascii}${after}`;
}

const NOT_ASCII = /[^\u0000-\u007f]/;

function withBracketedDots(address: string): string {
  const authority = address.lastIndexOf('/') + 1;
  return address.slice(0, authority) + address.slice(authority).replaceAll('.', '[.]');
}

/** Whether the host's location says nothing about who can remove the material (Tor, I2P). */
export function isUnlocatableHost(host: string): boolean {
  return /\.(onion|i2p)$/.test(host);
}
