import { connect as connectTcp } from 'node:net';
import { Duplex } from 'node:stream';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import { type DeskAddress, deskTls, handshakeFailure, objectionTo } from './desk-tls.ts';
import type { NetworkTls } from './network.ts';
import { NetworkFailure } from './network.ts';

/**
 * How long a server may take to refuse after the handshake. Its alert needs one trip back; a busy server takes longer.
 */
const WAIT_MS = 4_000;

/** Longer than the error page that is looked for. */
const ENOUGH_REPLY_BYTES = 16 * 1024;

/** TLS errors that mean a missing certificate: RFC 8446 names the first, other libraries use the others. */
const REFUSAL =
  /^ERR_SSL_(?:TLSV1|TLSV13|SSLV3)_ALERT_(?:CERTIFICATE_REQUIRED|BAD_CERTIFICATE|NO_CERTIFICATE|HANDSHAKE_FAILURE|ACCESS_DENIED)$/;

/**
 * Matches the answer of nginx with `ssl_verify_client on`: it completes the handshake and refuses any request with
 * status 400 (internally 496) and a page with these words.
 */
const REFUSED_BY_NGINX = /^HTTP\/1\.1 (?:400|496) [\s\S]*No required SSL certificate was sent/;
const ANSWERED_OTHERWISE = /^HTTP\/\d\.\d (?!400|496)\d{3}/;

export interface StrangerProbeOptions {
  /** Limit for the whole probe, in milliseconds. */
  timeoutMs: number;
  waitMs?: number;
}

/**
 * Checks that a desk refuses clients without a certificate, by connecting without one. In Electron there is no other
 * way to know: BoringSSL does not tell a client what the server asked for (`getSharedSigalgs()` is always empty). In
 * TLS 1.3 the refusal comes after the client's own handshake, so the probe waits for it.
 *
 * A server that does not even ask for a certificate gets no byte beyond the handshake. One that asks and then continues
 * gets a bare GET of `/`, because nginx refuses only then.
 * @throws {NetworkFailure} where the server is not the desk, cannot be reached, or accepts clients without a
 * certificate
 */
export async function expectRefusal(
  desk: DeskAddress,
  tls: NetworkTls,
  options: StrangerProbeOptions,
): Promise<void> {
  const wire = new WatchedWire(desk);
  const socket = connectTls({ ...deskTls(desk, tls), socket: wire });
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const waitMs = options.waitMs ?? WAIT_MS;
  let handshaken = false;
  let wait: ReturnType<typeof setTimeout> | undefined;
  let reply: string | null = null;

  const limit = setTimeout(
    () => reject(new NetworkFailure({ code: 'no-connection-in-time' })),
    options.timeoutMs,
  );
  const takesStrangers = () => reject(new NetworkFailure({ code: 'takes-strangers' }));
  const knock = () => {
    if (!wire.sentMoreThanFinished(socket)) return takesStrangers();
    reply = '';
    clearTimeout(wait);
    wait = setTimeout(takesStrangers, waitMs);
    socket.write(`GET / HTTP/1.1\r\nHost: ${desk.host}\r\nConnection: close\r\n\r\n`);
  };
  const judgeReply = () => {
    if (reply !== null && REFUSED_BY_NGINX.test(reply)) resolve();
    else takesStrangers();
  };

  socket.on('error', (error: NodeJS.ErrnoException) => {
    if (handshaken && REFUSAL.test(error.code ?? '')) return resolve();
    reject(
      handshaken
        ? new NetworkFailure({ code: 'refused-without-asking', error: String(error.code) })
        : handshakeFailure(error),
    );
  });
  socket.once('secureConnect', () => {
    const objection = objectionTo(socket, socket.getPeerX509Certificate(), tls);
    if (objection !== null) return reject(new NetworkFailure({ code: objection }));
    handshaken = true;
    wait = setTimeout(knock, waitMs);
  });
  // A server sends a ticket for a later session only to clients it has accepted.
  socket.once('session', () => handshaken && reply === null && setImmediate(knock));
  socket.on('data', (bytes: Buffer) => {
    if (reply === null) return;
    reply += bytes.toString('latin1');
    if ([REFUSED_BY_NGINX, ANSWERED_OTHERWISE].some((pattern) => pattern.test(reply ?? ''))) judgeReply();
    else if (reply.length >= ENOUGH_REPLY_BYTES) judgeReply();
  });
  socket.once('end', () => {
    if (reply !== null) judgeReply();
    else reject(new NetworkFailure({ code: 'ended-without-asking' }));
  });
  wire.onUnreachable((error) => reject(handshakeFailure(error)));
  try {
    await promise;
  } finally {
    clearTimeout(limit);
    clearTimeout(wait);
    socket.removeAllListeners().on('error', () => undefined);
    socket.destroy();
    wire.destroy();
  }
}

/** Header of a TLS 1.3 record (RFC 8446, section 5.1): five bytes, the length in the last two. */
const HEADER_BYTES = 5;
const ENCRYPTED = 23;
const MESSAGE_HEADER_BYTES = 4;
/** An encrypted record also holds the inner type and the authentication tag. */
const RECORD_EXTRA_BYTES = 1 + 16;

/** A TCP connection that records what the client sent, to see whether it was asked for a certificate. */
class WatchedWire extends Duplex {
  readonly #tcp;
  #sent = Buffer.alloc(0);

  constructor({ host, port }: DeskAddress) {
    super();
    this.#tcp = connectTcp({ host, port });
    this.#tcp.on('data', (bytes) => void (this.push(bytes) || this.#tcp.pause()));
    this.#tcp.on('end', () => this.push(null));
    this.#tcp.on('close', () => this.destroy());
  }

  onUnreachable(tell: (error: NodeJS.ErrnoException) => void): void {
    this.#tcp.on('error', tell);
  }

  /**
   * Whether the client's encrypted messages are longer than its Finished alone: then it was asked for a certificate and
   * answered that it has none (RFC 8446, section 4.4.2). Finished is as long as the hash of the cipher suite.
   */
  sentMoreThanFinished(socket: TLSSocket): boolean {
    const hashBytes = socket.getCipher().standardName.endsWith('SHA384') ? 48 : 32;
    return this.#encryptedBytes() > MESSAGE_HEADER_BYTES + hashBytes + RECORD_EXTRA_BYTES;
  }

  #encryptedBytes(): number {
    let sum = 0;
    for (let at = 0; at + HEADER_BYTES <= this.#sent.length; ) {
      const length = this.#sent.readUInt16BE(at + 3);
      if (this.#sent[at] === ENCRYPTED) sum += length;
      at += HEADER_BYTES + length;
    }
    return sum;
  }

  override _read(): void {
    this.#tcp.resume();
  }

  override _write(bytes: Buffer, _encoding: string, done: (error?: Error | null) => void): void {
    this.#sent = Buffer.concat([this.#sent, bytes]);
    this.#tcp.write(bytes, done);
  }

  override _final(done: (error?: Error | null) => void): void {
    this.#tcp.end(() => done());
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#tcp.destroy();
    done(error);
  }
}
