import type { DeliveryTrouble } from '../../shared/domain/delivery-trouble.ts';

/** Where messages are handed over. */
export type MailRoute =
  | {
      by: 'smtp';
      host: string;
      port: number;
      /** TLS is required: from the first byte, or by STARTTLS before anything but EHLO is said. */
      security: 'tls' | 'starttls';
      /** PEM of the authority that vouches for the server; null for those that the system trusts. */
      ca: string | null;
      login: { user: string; password: string } | null;
    }
  /** A folder that another program empties. */
  | { by: 'folder'; path: string };

/** A message with one recipient, as it goes out. */
export interface OutgoingMail {
  from: string;
  to: string;
  /** Name for files, without an ending. */
  name: string;
  /** RFC 5322, lines ended by CRLF, 7 bit. */
  message: Uint8Array;
  /** The machine-readable part alone; null where there is none. */
  report: Uint8Array | null;
}

export interface MailLimits {
  timeoutMs: number;
  signal?: AbortSignal;
}

/** The way out for mail: to configured servers, over TLS, or into a folder. */
export interface Mail {
  /** @throws {MailFailure} where the server, or the folder, did not take the message over */
  send(route: MailRoute, mail: OutgoingMail, limits: MailLimits): Promise<void>;
  /**
   * Connects and logs in as for a message, and sends none.
   * @throws {MailFailure}
   */
  test(route: MailRoute, limits: MailLimits): Promise<void>;
}

/**
 * Where a message is after a failure. `sender`: certainly not with the server. `unknown`: the server may have had all
 * of it when the connection ended.
 */
export type Whereabouts = 'sender' | 'unknown';

/** Why a message was not taken over. */
export class MailFailure extends Error {
  override readonly name = 'MailFailure';
  readonly trouble: DeliveryTrouble;
  readonly whereabouts: Whereabouts;
  /** The server refused this very message or recipient for good (5xx): the same again is of no use. */
  readonly isFinal: boolean;

  constructor(trouble: DeliveryTrouble, whereabouts: Whereabouts = 'sender', isFinal = false) {
    super(trouble.code);
    this.trouble = trouble;
    this.whereabouts = whereabouts;
    this.isFinal = isFinal;
  }
}

/**
 * Ensures that a route leads to a configured server.
 * @param allowedHosts `host:port`
 * @throws {MailFailure}
 */
export function checkRoute(route: MailRoute, allowedHosts: Iterable<string>): void {
  if (route.by === 'folder') return;
  const host = `${route.host}:${route.port}`;
  for (const allowed of allowedHosts) if (allowed === host) return;
  throw new MailFailure({ code: 'not-configured', host });
}

/** The in-memory counterpart: keeps what it took over, and lets `answer` play the server. */
export class InMemoryMail implements Mail {
  readonly taken: OutgoingMail[] = [];
  readonly #answer: (mail: OutgoingMail | null) => MailFailure | null;
  readonly #allowedHosts: Iterable<string> | null;

  /**
   * @param answer a failure, or null to take the message over; it is asked with null by `test`
   * @param allowedHosts the same as for the real one; null allows every host
   */
  constructor(
    answer: (mail: OutgoingMail | null) => MailFailure | null = () => null,
    allowedHosts: Iterable<string> | null = null,
  ) {
    this.#answer = answer;
    this.#allowedHosts = allowedHosts;
  }

  async send(route: MailRoute, mail: OutgoingMail, limits: MailLimits): Promise<void> {
    this.#ask(route, mail, limits);
    this.taken.push(mail);
  }

  async test(route: MailRoute, limits: MailLimits): Promise<void> {
    this.#ask(route, null, limits);
  }

  #ask(route: MailRoute, mail: OutgoingMail | null, { signal }: MailLimits): void {
    if (this.#allowedHosts !== null) checkRoute(route, this.#allowedHosts);
    if (signal?.aborted) throw new MailFailure({ code: 'called-off' });
    const failure = this.#answer(mail);
    if (failure !== null) throw failure;
  }
}
