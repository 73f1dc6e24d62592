import { randomBytes, timingSafeEqual } from 'node:crypto';

/** The socket's protocol. The session is passed beside it as a second protocol, which the server never chooses. */
export const SOCKET_PROTOCOL = 'hashline';
const SESSION_PREFIX = 'session.';

/** The parts of a request that decide whether it is admitted. */
export interface Knock {
  /** Undefined also where there are several. */
  host: string | undefined;
  origin: string | undefined;
  /** The Sec-WebSocket-Protocol header. */
  protocols: string | undefined;
  /** The Sec-Fetch-Site header, if the browser sends it. */
  fetchSite: string | undefined;
}

export type Verdict = { admitted: true } | { admitted: false; status: 401 | 403; why: string };

const admitted: Verdict = { admitted: true };
const refuse = (status: 401 | 403, why: string): Verdict => ({ admitted: false, status, why });

/**
 * Guards the loopback host. Other programs and other pages on the same machine can reach its port; only the page that
 * was opened with the one-time token is admitted. The session is not a cookie: cookies ignore ports, so a browser would
 * send it to every server on 127.0.0.1.
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

  /** The address to open. The token is in the fragment, which browsers never send. */
  get address(): string {
    return `http://${this.#authority}/#token=${this.#token}`;
  }

  /** The same address for a window that is opened through a file. */
  get entrance(): string {
    return `http://${this.#authority}${this.#entrance}#token=${this.#token}`;
  }

  get socketOrigin(): string {
    return `ws://${this.#authority}`;
  }

  /**
   * Admits requests for the page's own files, which hold no secret: the host must be right, and no other site may have
   * asked.
   */
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

  /** Admits the page at its entrance once: to the browser, a page opened from a file comes from another site. */
  admitEntrance(knock: Knock): Verdict {
    if (knock.host !== this.#authority) return refuse(403, 'wrong host');
    if (this.#entered) return refuse(403, 'entered before');
    this.#entered = true;
    return admitted;
  }

  /** Admits the exchange of the token: the same as for a file, and the origin must be stated. */
  admitExchange(knock: Knock): Verdict {
    if (knock.origin === undefined) return refuse(403, 'no origin');
    return this.admitFile(knock);
  }

  /** Admits the socket: the same as for the exchange, with the session. */
  admitSocket(knock: Knock): Verdict {
    const door = this.admitExchange(knock);
    if (!door.admitted) return door;
    return this.#holdsSession(knock.protocols) ? admitted : refuse(401, 'no session');
  }

  /** Exchanges the token for the session, once. */
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
