import { X509Certificate } from 'node:crypto';
import type { RequestOptions } from 'node:https';
import { Agent } from 'node:https';
import type { Duplex } from 'node:stream';
import type { TLSSocket } from 'node:tls';
import { connect, createSecureContext } from 'node:tls';
import { type DeskAddress, deskTls, handshakeFailure, objectionTo } from './desk-tls.ts';
import type { NetworkTls } from './network.ts';
import { NetworkFailure } from './network.ts';
import { expectRefusal } from './stranger-probe.ts';

const TIMEOUT_MS = 30_000;

/**
 * Keeps connections to one destination with one set of certificates. A connection is handed to a request only after
 * every check has passed, so no byte of a request reaches a server that is not the destination, or that accepts clients
 * without a certificate.
 */
export class CheckedTlsAgent extends Agent {
  readonly #tls: NetworkTls;
  #serverCertificateEndsAt: string | null = null;
  /** Valid as long as this agent, and so as its connection settings: other settings have an agent of their own. */
  #refusesStrangers: Promise<void> | null = null;

  constructor(tls: NetworkTls) {
    super({ keepAlive: true, maxSockets: 4, maxFreeSockets: 2 });
    this.#tls = tls;
  }

  /** When the certificate ends that the last connection showed; ISO 8601. Null before the first connection. */
  get serverCertificateEndsAt(): string | null {
    return this.#serverCertificateEndsAt;
  }

  override createConnection(
    options: RequestOptions,
    callback?: (error: Error | null, stream: Duplex) => void,
  ): Duplex | null | undefined {
    const done = callback as ((error: Error | null, stream?: Duplex) => void) | undefined;
    const desk = { host: String(options.host ?? ''), port: Number(options.port ?? 443) };
    const timeoutMs = options.timeout ?? TIMEOUT_MS;
    if (!this.#isReadable()) {
      done?.(new NetworkFailure({ code: 'certificates-unreadable' }));
      return undefined;
    }
    this.#expectRefusal(desk, timeoutMs)
      .then(() => this.#connect(desk, timeoutMs))
      .then(
        (socket) => done?.(null, socket),
        (failure: Error) => done?.(failure),
      );
    return undefined;
  }

  /** Checked before any connection is made. */
  #isReadable(): boolean {
    try {
      const { ca, cert, key } = this.#tls;
      new X509Certificate(ca);
      createSecureContext({ ca, cert, key });
      return true;
    } catch {
      return false;
    }
  }

  /** Checked once; repeated only if it failed. */
  #expectRefusal(desk: DeskAddress, timeoutMs: number): Promise<void> {
    this.#refusesStrangers ??= expectRefusal(desk, this.#tls, { timeoutMs }).catch((failure: unknown) => {
      this.#refusesStrangers = null;
      throw failure;
    });
    return this.#refusesStrangers;
  }

  #connect(desk: DeskAddress, timeoutMs: number): Promise<TLSSocket> {
    const { promise, resolve, reject } = Promise.withResolvers<TLSSocket>();
    const socket = connect({ ...deskTls(desk, this.#tls), cert: this.#tls.cert, key: this.#tls.key });
    const fail = (failure: NetworkFailure) => {
      clearTimeout(timer);
      socket.destroy();
      reject(failure);
    };
    const timer = setTimeout(() => fail(new NetworkFailure({ code: 'no-connection-in-time' })), timeoutMs);
    const onError = (error: NodeJS.ErrnoException) => fail(handshakeFailure(error));
    socket.once('error', onError);
    socket.once('secureConnect', () => {
      const certificate = socket.getPeerX509Certificate();
      const objection = objectionTo(socket, certificate, this.#tls);
      if (objection !== null) return fail(new NetworkFailure({ code: objection }));
      this.#serverCertificateEndsAt = certificate?.validToDate.toISOString() ?? null;
      clearTimeout(timer);
      socket.removeListener('error', onError);
      resolve(socket);
    });
    return promise;
  }
}
