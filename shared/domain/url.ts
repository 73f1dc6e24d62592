import { withCodePoints } from './visible-text.ts';
/** Why a reported address cannot be taken as it is. */
export type UrlProblem = 'bad-url' | 'control-character' | 'bidi-character';

export interface ReportedUrl {
  /** The address exactly as it was reported. */
  raw: string;
  /** `scheme`, lower case, without the colon. */
  scheme: string;
  /** IDNA-normalised, lower case (WHATWG URL, host parsing). */
  host: string;
  /** What makes two addresses the same subject: host, port unless default, path and query. */
  identity: string;
}

const DEFAULT_PORTS: Readonly<Record<string, string>> = { http: '80', https: '443', ftp: '21' };
const CONTROL = /[\u0000-\u001f\u007f-\u009f]/;
const BIDI = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/;

/**
 * Reads a reported address without ever contacting it.
 *
 * Identity (design/domain.md): scheme and default port dropped, host lower-cased and IDNA-normalised, path and
 * query kept byte-exact, fragment dropped. An address without a scheme is read as `http`.
 */
export function readUrl(raw: string): ReportedUrl | { problem: UrlProblem } {
  if (CONTROL.test(raw)) return { problem: 'control-character' };
  if (BIDI.test(raw)) return { problem: 'bidi-character' };
  // A backslash ends the authority because browsers read it as a slash: http://a.example\\@b.example is a.example.
  const match = /^(?:([A-Za-z][A-Za-z0-9+.-]*):\/\/)?([^/?#\\]+)([^#]*)/.exec(raw.trim());
  if (!match) return { problem: 'bad-url' };
  const scheme = (match[1] ?? 'http').toLowerCase();
  const authority = match[2] ?? '';
  const hostAndPort = authority.slice(authority.lastIndexOf('@') + 1);
  const parts = /^(\[[0-9A-Fa-f:.]+\]|[^:]+)(?::(\d{1,5}))?$/.exec(hostAndPort);
  const host = parts?.[1] === undefined ? null : normaliseHost(parts[1]);
  if (host === null || /\s/.test(match[3] ?? '')) return { problem: 'bad-url' };
  const port = parts?.[2] === undefined ? null : Number(parts[2]);
  if (port !== null && port > 65_535) return { problem: 'bad-url' };
  const portPart = port === null || String(port) === DEFAULT_PORTS[scheme] ? '' : `:${port}`;
  const rest = match[3] ?? '';
  const path = rest.startsWith('/') ? rest : `/${rest}`;
  return { raw: raw.trim(), scheme, host, identity: `${host}${portPart}${path}` };
}

/**
 * Lower-case letters, digits and hyphens that end in a letter and hold no `xn--`: the URL parser returns these
 * unchanged, and calling it costs more than the rest of `readUrl`.
 */
const PLAIN_HOST = /^(?!.*xn--)[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z][a-z0-9-]*$/;

function normaliseHost(host: string): string | null {
  if (PLAIN_HOST.test(host)) return host;
  try {
    // The URL class applies IDNA only to special schemes, so the host is parsed on its own under http.
    const hostname = new URL(`http://${host}/`).hostname.replace(/\.+$/, '');
    return /[.:]/.test(hostname) ? hostname : null;
  } catch {
    return null;
  }
}

/**
 * The address as text that no program turns into a link: `hxxps://host[.]example/path`. An address inside the
 * address is defanged too. Invisible and direction-changing characters appear as code points (`<U+202E>`).
 */
export function defang(raw: string): string {
  const head = /^(?:[a-z][a-z0-9+.-]*:\/\/)?[^/?#\\]+/i.exec(raw)?.[0] ?? '';
  const tail = raw.slice(head.length).replace(/[a-z][a-z0-9+.-]{0,15}:\/\/[^/?#\\&]+/gi, withBracketedDots);
  return withCodePoints(
    (withBracketedDots(head) + tail).replace(/htt(?=ps?:\/\/)/gi, 'hxx').replace(/ftp(?=s?:\/\/)/gi, 'fxp'),
  );
}

function withBracketedDots(address: string): string {
  const authority = address.lastIndexOf('/') + 1;
  return address.slice(0, authority) + address.slice(authority).replaceAll('.', '[.]');
}

/** True for hosts whose location says nothing about who can remove the material (Tor, I2P). */
export function isUnlocatableHost(host: string): boolean {
  return /\.(onion|i2p)$/.test(host);
}
