import { createHash } from 'node:crypto';
import type { ClientRequest, IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { CheckedTlsAgent } from './checked-tls-agent.ts';
import type { Network, NetworkReply, NetworkRequest, NetworkTls } from './network.ts';
import { allowedUrl, NetworkFailure } from './network.ts';

/** Far larger than any receipt or takedown report. */
const MAXIMUM_REPLY_BYTES = 1024 * 1024;

/** The real network: node:https with TLS 1.3, the destination's private authority and a client certificate. */
export class NodeNetwork implements Network {
  readonly #allowedHosts: Iterable<string>;
  readonly #agents = new Map<string, CheckedTlsAgent>();

  /** @param allowedHosts `host` (port 443) or `host:port` of the configured destinations; read again at every request */
  constructor(allowedHosts: Iterable<string>) {
    this.#allowedHosts = allowedHosts;
  }

  async request(request: NetworkRequest): Promise<NetworkReply> {
    const url = allowedUrl(request.url, this.#allowedHosts);
    if (request.signal?.aborted) throw calledOff();
    return exchange(url, request, this.#agentFor(url, request.tls));
  }

  /** Closes every connection that is kept open. */
  close(): void {
    for (const agent of this.#agents.values()) agent.destroy();
    this.#agents.clear();
  }

  #agentFor(url: URL, tls: NetworkTls): CheckedTlsAgent {
    const identity = JSON.stringify([url.host, tls.ca, tls.cert, tls.key, tls.pins ?? []]);
    const name = createHash('sha256').update(identity).digest('hex');
    const agent = this.#agents.get(name) ?? new CheckedTlsAgent(tls);
    this.#agents.set(name, agent);
    return agent;
  }
}

const calledOff = () => new NetworkFailure({ code: 'called-off' });

function exchange(url: URL, request: NetworkRequest, agent: CheckedTlsAgent): Promise<NetworkReply> {
  const { promise, resolve, reject } = Promise.withResolvers<NetworkReply>();
  const outgoing = httpsRequest(url, {
    agent,
    method: request.method,
    headers: { ...request.headers, 'content-length': String(request.body?.length ?? 0) },
    timeout: request.timeoutMs,
  });
  const fail = (failure: NetworkFailure) => {
    reject(failure);
    outgoing.destroy();
  };
  const timer = setTimeout(
    () => fail(new NetworkFailure({ code: 'no-answer-in-time', milliseconds: request.timeoutMs })),
    request.timeoutMs,
  );
  const onAbort = () => fail(calledOff());
  request.signal?.addEventListener('abort', onAbort, { once: true });
  outgoing.on('error', (error) => fail(failureOf(error)));
  outgoing.on('response', (incoming) => readReply(incoming, agent.serverCertificateEndsAt, resolve, fail));
  send(outgoing, request.body);
  return promise.finally(() => {
    clearTimeout(timer);
    request.signal?.removeEventListener('abort', onAbort);
  });
}

function send(outgoing: ClientRequest, body: Uint8Array | null): void {
  if (body === null) outgoing.end();
  else outgoing.end(body);
}

function readReply(
  incoming: IncomingMessage,
  serverCertificateEndsAt: string | null,
  succeed: (reply: NetworkReply) => void,
  fail: (failure: NetworkFailure) => void,
): void {
  const status = incoming.statusCode ?? 0;
  if (status >= 300 && status < 400) {
    fail(new NetworkFailure({ code: 'redirected', status }));
    return;
  }
  const chunks: Buffer[] = [];
  let size = 0;
  incoming.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size <= MAXIMUM_REPLY_BYTES) chunks.push(chunk);
    else fail(new NetworkFailure({ code: 'answer-too-long', maximum: MAXIMUM_REPLY_BYTES }));
  });
  incoming.on('error', (error) => fail(failureOf(error)));
  incoming.on('end', () => {
    const headers = Object.entries(incoming.headersDistinct).map(([name, values]) => [
      name,
      values?.join(', ') ?? '',
    ]);
    succeed({
      status,
      headers: Object.fromEntries(headers),
      body: new Uint8Array(Buffer.concat(chunks)),
      ...(serverCertificateEndsAt === null ? {} : { serverCertificateEndsAt }),
    });
  });
}

function failureOf(error: unknown): NetworkFailure {
  if (error instanceof NetworkFailure) return error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  // In TLS 1.3 a server checks the client certificate after the client has completed its handshake.
  if (code.startsWith('ERR_SSL_')) {
    return new NetworkFailure({ code: 'secure-connection-ended', error: code });
  }
  return new NetworkFailure({ code: 'ended-unanswered', error: code });
}
