import { randomBytes, timingSafeEqual } from 'node:crypto';

/** What the socket speaks; the session is named beside it, as a second protocol that nobody chooses. */
export const SOCKET_PROTOCOL = 'hashline';
const SESSION_PREFIX = 'session.';

/** What of a request decides whether it may come in. */
export interface Knock {
  /** Undefined also where there is more than one. */
  host: string | undefined;
  origin: string | undefined;
  /** Sec-WebSocket-Protocol. */
  protocols: string | undefined;
  /** Sec-Fetch-Site, where the browser says it. */
  fetchSite: string | undefined;
}

export type Verdict = { admitted: true } | { admitted: false; status: 401 | 403; why: string };

const admitted: Verdict = { admitted: true };
const refuse = (status: 401 | 403, why: string): Verdict => ({ admitted: false, status, why });

/**
 * Guards the loopback host. Other programs and other pages of the same machine can reach its port; only the page that
 * was opened with the one-time token gets in. The session is no cookie: cookies know no ports, and a browser would send it to every
 * server of 127.0.0.1.
 */
export class Doorkeeper {
  readonly #token = randomBytes(32).toString('hex');
  readonly #session = randomBytes(32).toString('hex');
  readonly #entrance = `/open-${randomBytes(32).toString('hex')}`;
  readonly #authority: string;
  #tokenUsed = false;
  #entered = false;

  /** @param port the port of 127.0.0.1 being served */
  constructor(port: number) {
    this.#authority = `127.0.0.1:${port}`;
  }

  /** The address to open; the token stands in the fragment, which is never sent. */
  get address(): string {
    return `http://${this.#authority}/#token=${this.#token}`;
  }

  /** The same for a window that a file leads here. */
  get entrance(): string {
    return `http://${this.#authority}${this.#entrance}#token=${this.#token}`;
  }

  get socketOrigin(): string {
    return `ws://${this.#authority}`;
  }

  /** For the page's own files, which hold no secret: right host, not asked for by another site. */
  admitFile(knock: Knock): Verdict {
    if (knock.host !== this.#authority) return refuse(403, 'wrong host');
    if (knock.origin !== undefined && knock.origin !== `http://${this.#authority}`)
      return refuse(403, 'wrong origin');
    if (knock.fetchSite !== undefined && !['same-origin', 'none'].includes(knock.fetchSite)) {
      return refuse(403, 'asked for by another site');
    }
    return admitted;
  }

  /** Whether the path is that of `entrance`. */
  isEntrance(path: string): boolean {
    return equal(path, this.#entrance);
  }

  /** For the page at its entrance, once: who comes from a file is to the browser somebody from another site. */
  admitEntrance(knock: Knock): Verdict {
    if (knock.host !== this.#authority) return refuse(403, 'wrong host');
    if (this.#entered) return refuse(403, 'entered before');
    this.#entered = true;
    return admitted;
  }

  /** For the exchange of the token: like a file, and the origin must be stated. */
  admitExchange(knock: Knock): Verdict {
    if (knock.origin === undefined) return refuse(403, 'no origin');
    return this.admitFile(knock);
  }

  /** For the socket: like the exchange, with the session. */
  admitSocket(knock: Knock): Verdict {
    const door = this.admitExchange(knock);
    if (!door.admitted) return door;
    return this.#holdsSession(knock.protocols) ? admitted : refuse(401, 'no session');
  }

  /** Gives the session for the token, once. */
  exchange(token: string): string | null {
    if (this.#tokenUsed || !equal(token, this.#token)) return null;
    this.#tokenUsed = true;
    return this.#session;
  }

  #holdsSession(protocols: string | undefined): boolean {
    const names = (protocols ?? '').split(',').map((name) => name.trim());
    return names.some(
      (name) => name.startsWith(SESSION_PREFIX) && equal(name.slice(SESSION_PREFIX.length), this.#session),
    );
  }
}

function equal(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
