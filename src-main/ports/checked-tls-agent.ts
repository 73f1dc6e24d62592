import { createHash, X509Certificate } from 'node:crypto';
import type { RequestOptions } from 'node:https';
import { Agent } from 'node:https';
import { isIP } from 'node:net';
import type { Duplex } from 'node:stream';
import type { TLSSocket } from 'node:tls';
import { connect } from 'node:tls';
import type { NetworkTls } from './network.ts';
import { NetworkFailure } from './network.ts';

const UNREACHABLE = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ETIMEDOUT',
  'ENETDOWN',
]);

/**
 * Keeps connections to one destination. A connection is handed to a request only after every check has passed, so no
 * byte of a request reaches a server that is not the destination.
 */
export class CheckedTlsAgent extends Agent {
  readonly #tls: NetworkTls;

  constructor(tls: NetworkTls) {
    super({ keepAlive: true, maxSockets: 4, maxFreeSockets: 2 });
    this.#tls = tls;
  }

  override createConnection(
    options: RequestOptions,
    callback?: (error: Error | null, stream: Duplex) => void,
  ): Duplex | null | undefined {
    const done = callback as ((error: Error | null, stream?: Duplex) => void) | undefined;
    let socket: TLSSocket;
    try {
      socket = this.#connect(String(options.host ?? ''), Number(options.port ?? 443));
    } catch {
      done?.(new NetworkFailure('tls', 'the certificates of this destination cannot be read'));
      return undefined;
    }
    const fail = (failure: NetworkFailure) => {
      clearTimeout(timer);
      socket.destroy();
      done?.(failure);
    };
    const timer = setTimeout(
      () => fail(new NetworkFailure('timeout', 'no secure connection in time')),
      options.timeout ?? 30_000,
    );
    const onError = (error: NodeJS.ErrnoException) => fail(handshakeFailure(error));
    socket.once('error', onError);
    socket.once('secureConnect', () => {
      const objection = this.#objection(socket);
      if (objection !== null) return fail(new NetworkFailure('tls', objection));
      clearTimeout(timer);
      socket.removeListener('error', onError);
      done?.(null, socket);
    });
    return undefined;
  }

  #connect(host: string, port: number): TLSSocket {
    // An empty or unreadable authority would make Node fall back on other roots.
    new X509Certificate(this.#tls.ca);
    return connect({
      host,
      port,
      servername: isIP(host) ? '' : host,
      ca: this.#tls.ca,
      cert: this.#tls.cert,
      key: this.#tls.key,
      minVersion: 'TLSv1.3',
      maxVersion: 'TLSv1.3',
      ALPNProtocols: ['http/1.1'],
      // Said outright, because NODE_TLS_REJECT_UNAUTHORIZED=0 changes the default.
      rejectUnauthorized: true,
    });
  }

  #objection(socket: TLSSocket): string | null {
    if (!socket.authorized) return 'the server is not certified by the private authority';
    // RFC 8446, section 4.3.2: signature algorithms reach a client in CertificateRequest only, so none means the server
    // did not ask who we are. Sessions are never resumed here, so the request cannot be missing for that reason.
    if (socket.getSharedSigalgs().length === 0) return 'the server does not ask for a client certificate';
    const pins = this.#tls.pins ?? [];
    const spki = socket.getPeerX509Certificate()?.publicKey.export({ type: 'spki', format: 'der' });
    if (pins.length > 0 && (!spki || !pins.includes(createHash('sha256').update(spki).digest('base64')))) {
      return 'the server has another public key than the pinned ones';
    }
    return null;
  }
}

function handshakeFailure(error: NodeJS.ErrnoException): NetworkFailure {
  const code = error.code ?? '';
  if (UNREACHABLE.has(code)) return new NetworkFailure('unreachable', `no connection (${code})`);
  if (code === 'ECONNRESET' || code === 'EPIPE') {
    return new NetworkFailure('reset', 'the connection ended during the handshake');
  }
  return new NetworkFailure('tls', `the handshake failed (${code || error.message.slice(0, 100)})`);
}
