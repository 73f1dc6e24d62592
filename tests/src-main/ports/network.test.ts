import { X509Certificate } from 'node:crypto';
import dns from 'node:dns';
import type { TlsOptions } from 'node:tls';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import type {
  NetworkFailureKind,
  NetworkReply,
  NetworkRequest,
  NetworkTls,
} from '../../../src-main/ports/network.ts';
import { InMemoryNetwork, NetworkFailure } from '../../../src-main/ports/network.ts';
import { NodeNetwork } from '../../../src-main/ports/node-network.ts';
import type { CertifiedKey } from '../../../src-main/receiver/issue-certificate.ts';
import { issueAuthority, issueCertificate } from '../../../src-main/receiver/issue-certificate.ts';
import { keyPin } from '../../support/key-pin.ts';
import type { Answer, CountingServer } from './counting-server.ts';
import { countingServer, reply } from './counting-server.ts';

const DAY_MS = 86_400_000;
const days = (from: number, to: number) => ({
  notBefore: new Date(Date.now() + from * DAY_MS),
  notAfter: new Date(Date.now() + to * DAY_MS),
});
const BODY = new TextEncoder().encode('{"secret":"body"}');
const OK = reply(200, 'fine');
/** The connection without a certificate that comes before the first request of each setting. */
const STRANGER = 1;

let ca: CertifiedKey;
let otherCa: CertifiedKey;
let good: CertifiedKey;
let client: CertifiedKey;

beforeAll(async () => {
  ca = await issueAuthority('Test authority', days(-1, 10));
  otherCa = await issueAuthority('Other authority', days(-1, 10));
  good = await issueCertificate(ca, 'desk', 'server', ['127.0.0.1', 'localhost'], days(-1, 10));
  client = await issueCertificate(ca, 'hotline', 'client', [], days(-1, 10));
});

const networks: NodeNetwork[] = [];
afterEach(() => {
  for (const network of networks.splice(0)) network.close();
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

const issuedBy = (authority: CertifiedKey, validity: ReturnType<typeof days>, host = '127.0.0.1') =>
  issueCertificate(authority, 'desk', 'server', [host], validity);

const serve = (change: TlsOptions = {}, answer: Answer = OK): Promise<CountingServer> =>
  countingServer(
    { ...good, ca: ca.cert, requestCert: true, rejectUnauthorized: true, minVersion: 'TLSv1.3', ...change },
    answer,
  );

const ours = (): NetworkTls => ({ ca: ca.cert, cert: client.cert, key: client.key });

function requestTo(port: number, change: Partial<NetworkRequest> = {}): NetworkRequest {
  const url = `https://127.0.0.1:${port}/referrals`;
  return { method: 'POST', url, headers: {}, body: BODY, tls: ours(), timeoutMs: 2000, ...change };
}

async function ask(request: NetworkRequest, allowedHosts: string[] = [new URL(request.url).host]) {
  const network = new NodeNetwork(allowedHosts);
  networks.push(network);
  try {
    return await network.request(request);
  } catch (error) {
    if (error instanceof NetworkFailure) return error.kind;
    throw error;
  }
}

const text = (answer: NetworkReply | NetworkFailureKind) =>
  typeof answer === 'string' ? answer : `${answer.status} ${new TextDecoder().decode(answer.body)}`;

describe('an exchange with the right server', () => {
  test('sends the exact body and gives status, headers and body back', async () => {
    await using server = await serve({}, reply(201, 'stored', 'X-Two: a\r\nX-Two: b\r\n'));
    const answer = await ask(requestTo(server.port, { headers: { 'content-type': 'application/json' } }));
    expect(answer).toEqual({
      status: 201,
      headers: { 'x-two': 'a, b', 'content-length': '6' },
      body: new TextEncoder().encode('stored'),
      serverCertificateEndsAt: new X509Certificate(good.cert).validToDate.toISOString(),
    });
    expect(server.received).toContain('content-type: application/json\r\n');
    expect(server.received.endsWith('\r\n\r\n{"secret":"body"}')).toBe(true);
  });

  test('works by host name too, and with several authorities during a change-over', async () => {
    await using server = await serve();
    const tls = { ...ours(), ca: `${otherCa.cert}${ca.cert}` };
    expect(text(await ask(requestTo(server.port, { url: `https://localhost:${server.port}/`, tls })))).toBe(
      '200 fine',
    );
  });

  test('one connection serves several requests until it is closed', async () => {
    await using server = await serve();
    const network = new NodeNetwork([`127.0.0.1:${server.port}`]);
    for (let i = 0; i < 3; i++) expect(text(await network.request(requestTo(server.port)))).toBe('200 fine');
    expect(server.connections).toBe(1 + STRANGER);
    network.close();
    await network.request(requestTo(server.port));
    network.close();
    expect(server.connections).toBe(2 + 2 * STRANGER);
  });

  test('other certificates never share a connection', async () => {
    await using server = await serve();
    const network = new NodeNetwork([`127.0.0.1:${server.port}`]);
    networks.push(network);
    const second = await issueCertificate(ca, 'second', 'client', [], days(-1, 10));
    await network.request(requestTo(server.port));
    await network.request(requestTo(server.port, { tls: { ca: ca.cert, ...second } }));
    await expect(
      network.request(requestTo(server.port, { tls: { ...ours(), ca: otherCa.cert } })),
    ).rejects.toMatchObject({ kind: 'tls' });
    // The last did not come beyond the stranger's handshake.
    expect(server.connections).toBe(2 + 2 * STRANGER + STRANGER);
  });

  test('a pinned key is accepted, be it the first or the second', async () => {
    await using server = await serve();
    const answers = [];
    for (const pins of [
      [keyPin(good.cert), keyPin(ca.cert)],
      [keyPin(ca.cert), keyPin(good.cert)],
    ])
      answers.push(text(await ask(requestTo(server.port, { tls: { ...ours(), pins } }))));
    expect(answers).toEqual(['200 fine', '200 fine']);
  });
});

describe('not one byte of a request reaches', () => {
  test('a server of another authority', async () => {
    await using server = await serve();
    const answer = await ask(requestTo(server.port, { tls: { ...ours(), ca: otherCa.cert } }));
    expect([answer, server.connections, server.applicationBytes]).toEqual(['tls', 1, 0]);
  });

  test('a server that only the roots of the machine vouch for', async () => {
    await using server = await serve();
    const before = getCACertificates('default');
    setDefaultCACertificates([ca.cert]);
    const answers = [
      await ask(requestTo(server.port, { tls: { ...ours(), ca: otherCa.cert } })),
      await ask(requestTo(server.port, { tls: { ...ours(), ca: '' } })),
    ];
    setDefaultCACertificates(before);
    expect([answers, server.applicationBytes]).toEqual([['tls', 'tls'], 0]);
  });

  test('a server of another authority, even with NODE_TLS_REJECT_UNAUTHORIZED=0', async () => {
    await using server = await serve();
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
    const answer = await ask(requestTo(server.port, { tls: { ...ours(), ca: otherCa.cert } }));
    expect([answer, server.applicationBytes]).toEqual(['tls', 0]);
  });

  test('a server whose certificate has expired', async () => {
    const expired = await issueCertificate(ca, 'desk', 'server', ['127.0.0.1'], days(-3, -1));
    await using server = await serve(expired);
    expect([await ask(requestTo(server.port)), server.connections, server.applicationBytes]).toEqual([
      'tls',
      1,
      0,
    ]);
  });

  test('a server whose certificate is not valid yet', async () => {
    const early = await issueCertificate(ca, 'desk', 'server', ['127.0.0.1'], days(1, 3));
    await using server = await serve(early);
    expect([await ask(requestTo(server.port)), server.connections, server.applicationBytes]).toEqual([
      'tls',
      1,
      0,
    ]);
  });

  test('a server with a certificate for another host name', async () => {
    const elsewhere = await issueCertificate(ca, '127.0.0.1', 'server', ['desk.example'], days(-1, 10));
    await using server = await serve(elsewhere);
    expect([await ask(requestTo(server.port)), server.connections, server.applicationBytes]).toEqual([
      'tls',
      1,
      0,
    ]);
  });

  test('a server that shows a client certificate of the same authority', async () => {
    const posing = await issueCertificate(ca, 'hotline', 'client', ['127.0.0.1'], days(-1, 10));
    await using server = await serve(posing);
    expect([await ask(requestTo(server.port)), server.connections, server.applicationBytes]).toEqual([
      'tls',
      1,
      0,
    ]);
  });

  test('a server with another key than the pinned ones', async () => {
    await using server = await serve();
    const answer = await ask(
      requestTo(server.port, { tls: { ...ours(), pins: [keyPin(ca.cert), keyPin(client.cert)] } }),
    );
    expect([answer, server.connections, server.applicationBytes]).toEqual(['tls', 1, 0]);
  });

  test.each<[string, () => Promise<{ shown: CertifiedKey; change?: TlsOptions }>]>([
    ['of another authority', async () => ({ shown: await issuedBy(otherCa, days(-1, 10)) })],
    ['whose certificate has expired', async () => ({ shown: await issuedBy(ca, days(-3, -1)) })],
    [
      'that has it for another host',
      async () => ({ shown: await issuedBy(ca, days(-1, 10), 'desk.example') }),
    ],
    [
      'that speaks TLS 1.2 at most',
      async () => ({ shown: good, change: { minVersion: 'TLSv1.2', maxVersion: 'TLSv1.2' } }),
    ],
    [
      'that does not ask for a client certificate',
      async () => ({ shown: good, change: { requestCert: false } }),
    ],
  ])('a server with a pinned key %s: the pin stands in for nothing else', async (_, make) => {
    const { shown, change } = await make();
    await using server = await serve({ ...shown, ...change });
    const pins = [keyPin(shown.cert), keyPin(ca.cert)];
    const answer = await ask(requestTo(server.port, { tls: { ...ours(), pins } }));
    expect([answer, server.connections, server.applicationBytes]).toEqual(['tls', 1, 0]);
  });

  test('a server that speaks TLS 1.2 at most', async () => {
    await using server = await serve({ minVersion: 'TLSv1.2', maxVersion: 'TLSv1.2' });
    expect([await ask(requestTo(server.port)), server.connections, server.applicationBytes]).toEqual([
      'tls',
      1,
      0,
    ]);
  });

  test('a server that does not ask for a client certificate', async () => {
    await using server = await serve({ requestCert: false });
    expect([await ask(requestTo(server.port)), server.connections, server.applicationBytes]).toEqual([
      'tls',
      1,
      0,
    ]);
  });

  test('a server that asks for a client certificate and goes on without one: only a bare GET of its root', async () => {
    await using server = await serve({ rejectUnauthorized: false });
    expect([await ask(requestTo(server.port)), server.connections]).toEqual(['tls', STRANGER]);
    expect(server.received).toMatch(/^GET \/ HTTP\/1\.1\r\nHost: 127\.0\.0\.1\r\nConnection: close\r\n\r\n$/);
  });

  test('a server that takes strangers is looked at again at every request, until it refuses them', async () => {
    await using open = await serve({ requestCert: false });
    const network = new NodeNetwork([`127.0.0.1:${open.port}`]);
    networks.push(network);
    for (let times = 0; times < 2; times++)
      await expect(network.request(requestTo(open.port))).rejects.toMatchObject({ kind: 'tls' });
    expect([open.connections, open.applicationBytes]).toEqual([2, 0]);
  });

  test('the application behind a server that does not accept our client certificate', async () => {
    const stranger = await issueCertificate(otherCa, 'hotline', 'client', [], days(-1, 10));
    await using server = await serve();
    const answer = await ask(requestTo(server.port, { tls: { ca: ca.cert, ...stranger } }));
    expect(['tls', 'reset']).toContain(answer);
    expect([server.connections, server.applicationBytes]).toEqual([1 + STRANGER, 0]);
  });

  test('a server that speaks no TLS', async () => {
    await using silent = await countingServer(null, OK);
    const answer = await ask(requestTo(silent.port, { timeoutMs: 200 }));
    expect([answer, silent.connections, /POST|secret/.test(silent.received)]).toEqual(['timeout', 1, false]);
    expect(silent.applicationBytes).toBeGreaterThan(0);
  });

  test('anything, with certificates that cannot be read', async () => {
    await using server = await serve();
    const answers = [
      await ask(requestTo(server.port, { tls: { ...ours(), ca: 'no certificate' } })),
      await ask(requestTo(server.port, { tls: { ...ours(), key: 'no key' } })),
    ];
    expect([answers, server.connections]).toEqual([['tls', 'tls'], 0]);
  });
});

describe('addresses that are not a configured destination', () => {
  const kinds = async (url: string, allowedHosts: string[]) => {
    const request = requestTo(1, { url });
    const twin = new InMemoryNetwork(() => ({ status: 200, headers: {}, body: BODY }), allowedHosts);
    const twinSays = await twin.request(request).catch((error: NetworkFailure) => error.kind);
    return [await ask(request, allowedHosts), twinSays, twin.requests.length];
  };

  test.each([
    ['https://elsewhere.example/', ['desk.example']],
    ['https://desk.example:8443/', ['desk.example']],
    ['https://desk.example/', ['desk.example:8443']],
    ['https://desk.example.evil.example/', ['desk.example']],
    ['https://user:word@desk.example/', ['desk.example']],
    ['https://user@desk.example/', ['desk.example']],
    ['https://:word@desk.example/', ['desk.example']],
    ['http://desk.example/', ['desk.example']],
    ['ftp://desk.example/', ['desk.example']],
    ['desk.example', ['desk.example']],
    ['https://desk.example/', []],
  ])(
    '%s with %j is neither resolved nor connected to, in the real network and its twin',
    async (url, allowed) => {
      const lookup = vi.spyOn(dns, 'lookup');
      expect(await kinds(url, allowed)).toEqual(['not-allowed', 'not-allowed', 0]);
      expect(lookup).not.toHaveBeenCalled();
    },
  );

  test('another port of an allowed host sees no connection', async () => {
    await using server = await serve();
    const answer = await ask(requestTo(server.port), [`127.0.0.1:${server.port + 1}`, 'localhost']);
    expect([answer, server.connections]).toEqual(['not-allowed', 0]);
  });

  test('a destination that is taken out of the list is closed from the next request on', async () => {
    await using server = await serve();
    const hosts = new Set([`127.0.0.1:${server.port}`]);
    const network = new NodeNetwork(hosts);
    networks.push(network);
    await network.request(requestTo(server.port));
    hosts.clear();
    await expect(network.request(requestTo(server.port))).rejects.toMatchObject({ kind: 'not-allowed' });
  });
});

describe('answers that are not taken', () => {
  test.each([301, 302, 303, 307, 308])('a redirect with %i is not followed', async (status) => {
    await using elsewhere = await serve();
    await using server = await serve(
      {},
      reply(status, '', `location: https://127.0.0.1:${elsewhere.port}/\r\n`),
    );
    const hosts = [`127.0.0.1:${server.port}`, `127.0.0.1:${elsewhere.port}`];
    expect([await ask(requestTo(server.port), hosts), elsewhere.connections]).toEqual(['redirect', 0]);
  });

  test('one mebibyte is taken, one byte more is not', async () => {
    const body = 'x'.repeat(1024 * 1024);
    await using fits = await serve({}, reply(200, body));
    await using tooLarge = await serve({}, reply(200, `${body}x`));
    expect(text(await ask(requestTo(fits.port)))).toBe(`200 ${body}`);
    expect(await ask(requestTo(tooLarge.port))).toBe('too-large');
  });

  test('an answer without end is given up at the limit', async () => {
    const endless: Answer = (socket) => {
      socket.write('HTTP/1.1 200 X\r\ntransfer-encoding: chunked\r\n\r\n');
      const more = () => {
        while (socket.writable && socket.write(`10000\r\n${'x'.repeat(65_536)}\r\n`));
      };
      socket.on('drain', more);
      more();
    };
    await using server = await serve({}, endless);
    expect(await ask(requestTo(server.port))).toBe('too-large');
  });

  test('an answer that stops half-way is not taken for a whole one', async () => {
    const cut: Answer = (socket) => socket.end('HTTP/1.1 200 X\r\ncontent-length: 100\r\n\r\nhalf');
    await using server = await serve({}, cut);
    expect(await ask(requestTo(server.port))).toBe('reset');
  });

  test('a connection that ends without an answer is a reset', async () => {
    await using server = await serve({}, (socket) => socket.destroy());
    expect(await ask(requestTo(server.port))).toBe('reset');
  });

  test('an answer that is no HTTP is a reset', async () => {
    await using server = await serve({}, (socket) => socket.write('220 mail.example ESMTP\r\n\r\n'));
    expect(await ask(requestTo(server.port))).toBe('reset');
  });

  test('a port without a listener is unreachable', async () => {
    const server = await serve();
    await server[Symbol.asyncDispose]();
    expect(await ask(requestTo(server.port))).toBe('unreachable');
  });
});

describe('the time limit covers the whole exchange', () => {
  const within = async (server: CountingServer) => {
    const start = performance.now();
    const answer = await ask(requestTo(server.port, { timeoutMs: 300 }));
    return [answer, performance.now() - start < 1500];
  };

  test('a server that never answers', async () => {
    await using server = await serve({}, () => undefined);
    expect(await within(server)).toEqual(['timeout', true]);
  });

  test('a server that never finishes the handshake', async () => {
    await using server = await countingServer(null, () => undefined);
    expect(await within(server)).toEqual(['timeout', true]);
  });

  test('a server that answers a byte at a time', async () => {
    const drip: Answer = (socket) => {
      socket.write('HTTP/1.1 200 X\r\ncontent-length: 1000\r\n\r\n');
      const timer = setInterval(() => socket.write('x'), 50);
      socket.on('close', () => clearInterval(timer));
    };
    await using server = await serve({}, drip);
    expect(await within(server)).toEqual(['timeout', true]);
  });

  test('a caller can call it off, before and meanwhile', async () => {
    await using server = await serve({}, () => undefined);
    const before = await ask(requestTo(server.port, { signal: AbortSignal.abort() }));
    const connections = server.connections;
    const meanwhile = await ask(requestTo(server.port, { signal: AbortSignal.timeout(100) }));
    expect([before, connections, meanwhile]).toEqual(['aborted', 0, 'aborted']);
  });
});

test('the in-memory twin remembers requests and follows no redirect either', async () => {
  const answers = [200, 302];
  const twin = new InMemoryNetwork(() => ({ status: answers.shift() ?? 500, headers: {}, body: BODY }));
  const request = requestTo(1);
  expect(await twin.request(request)).toEqual({ status: 200, headers: {}, body: BODY });
  await expect(twin.request(request)).rejects.toMatchObject({ name: 'NetworkFailure', kind: 'redirect' });
  await expect(twin.request({ ...request, signal: AbortSignal.abort() })).rejects.toMatchObject({
    kind: 'aborted',
  });
  expect(twin.requests).toEqual([request, request]);
});
