import type { NetworkTrouble } from '../../shared/domain/delivery-trouble.ts';

/** The TLS settings of one exchange. All text is PEM. */
export interface NetworkTls {
  /** The destination's private certificate authority, or several during a change-over. No other root is trusted. */
  ca: string;
  cert: string;
  key: string;
  /**
   * Base64 SHA-256 of accepted server public keys (RFC 7469, section 2.4). Where none are given, the private authority
   * alone decides.
   */
  pins?: readonly string[];
}

export interface NetworkRequest {
  method: 'GET' | 'POST' | 'PUT';
  url: string;
  headers: Readonly<Record<string, string>>;
  body: Uint8Array | null;
  tls: NetworkTls;
  /** Limit for the whole exchange, from the name lookup to the last byte of the reply. */
  timeoutMs: number;
  signal?: AbortSignal;
}

export interface NetworkReply {
  status: number;
  /** Header names in lower case. */
  headers: Readonly<Record<string, string>>;
  body: Uint8Array;
  /** When the certificate ends that the server's last connection showed; ISO 8601. Absent where none showed one. */
  serverCertificateEndsAt?: string;
}

/** The only way out of the engine: to configured destinations, over mutual TLS. */
export interface Network {
  /** @throws {NetworkFailure} where there is no complete reply */
  request(request: NetworkRequest): Promise<NetworkReply>;
}

export type NetworkFailureKind =
  /** Not an `https:` address of a configured destination; nothing was looked up or sent. */
  | 'not-allowed'
  | 'unreachable'
  /** One side did not accept the other's certificate. */
  | 'tls'
  | 'timeout'
  | 'reset'
  | 'too-large'
  | 'redirect'
  | 'aborted';

const KINDS: Readonly<Record<NetworkTrouble['code'], NetworkFailureKind>> = {
  'not-https': 'not-allowed',
  'not-configured': 'not-allowed',
  'no-connection': 'unreachable',
  'certificates-unreadable': 'tls',
  'not-certified': 'tls',
  'other-key': 'tls',
  'takes-strangers': 'tls',
  'handshake-failed': 'tls',
  'handshake-without-key': 'tls',
  'secure-connection-ended': 'tls',
  'no-connection-in-time': 'timeout',
  'no-answer-in-time': 'timeout',
  'ended-in-handshake': 'reset',
  'ended-without-asking': 'reset',
  'refused-without-asking': 'reset',
  'ended-unanswered': 'reset',
  redirected: 'redirect',
  'answer-too-long': 'too-large',
  'called-off': 'aborted',
};

export const networkKind = ({ code }: NetworkTrouble): NetworkFailureKind => KINDS[code];

/** Why an exchange gave no reply. Decisions depend on `kind`; `trouble` is told to people. */
export class NetworkFailure extends Error {
  override readonly name = 'NetworkFailure';
  readonly kind: NetworkFailureKind;
  readonly trouble: NetworkTrouble;

  constructor(trouble: NetworkTrouble) {
    super(`${networkKind(trouble)}: ${trouble.code}`);
    this.kind = networkKind(trouble);
    this.trouble = trouble;
  }
}

/**
 * Decides whether an address may be contacted at all.
 * @param allowedHosts `host` (port 443) or `host:port`
 * @returns the parsed address
 * @throws {NetworkFailure} `not-allowed`
 */
export function allowedUrl(text: string, allowedHosts: Iterable<string>): URL {
  const url = URL.parse(text);
  if (url === null || url.protocol !== 'https:' || url.username !== '' || url.password !== '') {
    throw new NetworkFailure({ code: 'not-https' });
  }
  for (const host of allowedHosts) {
    if (URL.parse(`https://${host}`)?.host === url.host) return url;
  }
  throw new NetworkFailure({ code: 'not-configured', host: url.host });
}

/** The in-memory counterpart: stores requests and lets `answer` play the other end. */
export class InMemoryNetwork implements Network {
  readonly requests: NetworkRequest[] = [];
  readonly #answer: (request: NetworkRequest) => NetworkReply | Promise<NetworkReply>;
  readonly #allowedHosts: Iterable<string> | null;

  /** @param allowedHosts the same as for the real one; null allows every host */
  constructor(
    answer: (request: NetworkRequest) => NetworkReply | Promise<NetworkReply>,
    allowedHosts: Iterable<string> | null = null,
  ) {
    this.#answer = answer;
    this.#allowedHosts = allowedHosts;
  }

  async request(request: NetworkRequest): Promise<NetworkReply> {
    if (this.#allowedHosts !== null) allowedUrl(request.url, this.#allowedHosts);
    if (request.signal?.aborted) throw new NetworkFailure({ code: 'called-off' });
    this.requests.push(request);
    const reply = await this.#answer(request);
    if (reply.status >= 300 && reply.status < 400) {
      throw new NetworkFailure({ code: 'redirected', status: reply.status });
    }
    return reply;
  }
}
